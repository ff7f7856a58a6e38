// What a device signs to open its socket: this server, this host, this nonce, not for long (rules [SA…]).

import type { ValuesOf } from './canonical.js'
import { code, defineDocument, raw, text, u64 } from './canonical.js'
import { TEXT_MAX_BYTES } from './limits.js'

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  host: [3, text(TEXT_MAX_BYTES.host)],
  deviceId: [4, raw(16)],
  nonce: [5, raw(32)],
  expiresAtMs: [6, u64],
} as const
export type SocketAuth = ValuesOf<typeof fields>

/** Signed by `K1`. `host` is the host and port the device dialled, so that a relay on another name gets a signature it cannot use. */
export const socketAuthDocument = defineDocument('countersign/v1/socket-auth', fields)
