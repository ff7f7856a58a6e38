// Bodies of /admin/v1/settings and /admin/v1/keys: what the server was started with, and the keys it signs with.
import * as z from 'zod/mini'
import { bytesText, idText, timeMs } from '../values.js'

/** One setting of the configuration, as it is in force. It is changed where the server is started, not here. */
export const settingInForce = z.strictObject({
  /** e.g. `storage.path`. */
  name: z.string(),
  /** e.g. `COUNTERSIGN_STORAGE_PATH`. */
  environment: z.string(),
  /** What it decides, in one sentence. */
  sentence: z.string(),
  /** As text; null for a secret, which is never shown. */
  value: z.nullable(z.string()),
  isDefault: z.boolean(),
  /** In force, and dangerous outside a trial. */
  dangerous: z.boolean(),
})
export type SettingInForce = z.infer<typeof settingInForce>

export const engines = ['sqlite', 'postgres', 'memory'] as const
export type Engine = (typeof engines)[number]

/** What joins this server to others: nothing, or Redis, which this server can reach or not. Logins go on without it. */
export const fabricStates = ['none', 'up', 'down'] as const
export type FabricState = (typeof fabricStates)[number]

/** GET /admin/v1/settings. */
export const settingsInForce = z.strictObject({
  server: z.strictObject({
    name: z.string(),
    version: z.string(),
    publicUrl: z.string(),
    serverId: bytesText(32, 32),
    startedAtMs: timeMs,
    engine: z.enum(engines),
    fabric: z.enum(fabricStates),
    /** Servers that are joined, this one among them, as it last heard. */
    nodes: z.int().check(z.positive()),
  }),
  items: z.array(settingInForce),
})
export type SettingsInForce = z.infer<typeof settingsInForce>

export const keyStates = ['announced', 'signing', 'retiring', 'ended'] as const

/** One challenge key. `announced`: published, not yet used; `retiring`: replaced, still valid for what it signed. */
export const signingKey = z.strictObject({
  id: idText<'KeyId'>(),
  state: z.enum(keyStates),
  /** First eight bytes of the public key's SHA-256, in hex, for people to compare. */
  fingerprint: z.string(),
  notBeforeMs: timeMs,
  notAfterMs: timeMs,
})
export type SigningKeyBody = z.infer<typeof signingKey>

/** GET /admin/v1/keys. */
export const signingKeys = z.strictObject({
  /** SHA-256 of the root key: what phones and apps pin. */
  serverId: bytesText(32, 32),
  keySetVersion: z.int(),
  items: z.array(signingKey),
  /** When the server rotates by itself. */
  rotatesAtMs: z.nullable(timeMs),
})
export type SigningKeysBody = z.infer<typeof signingKeys>

/** POST /admin/v1/keys/rotate has no body but `{}`: the successor is announced now and signs two hours later, when everybody has learned it. 200 is the keys. */
export const rotateKeyBody = z.strictObject({})
