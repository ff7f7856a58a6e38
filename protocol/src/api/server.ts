// HTTP bodies of /v1/server and /v1/keyset: who the server is, and the keys it signs with.
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../limits.js'
import { bytesText, signableText, timeMs } from './values.js'

/** GET /v1/keyset: check SHA-256 of the root key against the pinned server id, then the signature, then the version. */
export const signedKeySet = z.strictObject({
  rootKey: bytesText(32, 32),
  body: bytesText(1, 4096),
  signature: bytesText(64, 64),
})
export type SignedKeySet = z.infer<typeof signedKeySet>

/** GET /v1/server. */
export const serverInfo = z.strictObject({
  serverId: bytesText(32, 32),
  name: signableText(TEXT_MAX_BYTES.appName),
  version: z.string().check(z.maxLength(32)),
  /** Versions of the socket protocol, newest first. */
  protocols: z.array(z.string().check(z.maxLength(32))),
  nowMs: timeMs,
})
export type ServerInfo = z.infer<typeof serverInfo>
