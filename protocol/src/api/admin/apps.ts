// HTTP bodies of /admin/v1/apps: web apps that may ask, their keys, their looks, and how their logins end.
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../../limits.js'
import { idText, signableText, timeMs } from '../values.js'
import { colourText } from './branding.js'
import { pageOf } from './page.js'

export const APP_ORIGINS_MAX = 20
export const KEY_OVERLAP_MAX_DAYS = 30

const appName = signableText(TEXT_MAX_BYTES.appName, 1).check(z.regex(/^\S(?:.*\S)?$/))
/** As a browser sends it: scheme, host, port if it is not the usual one; no path. */
const origin = z
  .string()
  .check(
    z.maxLength(TEXT_MAX_BYTES.origin),
    z.regex(/^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[1-9]\d{0,4})?$/),
  )
const origins = z.array(origin).check(z.minLength(1), z.maxLength(APP_ORIGINS_MAX))

export const appKeyBody = z.strictObject({
  /** The first part of the key, not secret: `cs_<id>_…`. */
  id: z.string(),
  createdAtMs: timeMs,
  /** Null while it is current. */
  expiresAtMs: z.nullable(timeMs),
})
export type AppKeyBody = z.infer<typeof appKeyBody>

/** One line of GET /admin/v1/apps, GET /admin/v1/apps/{id}, and the answer to every change of an app. */
export const appBody = z.strictObject({
  id: idText<'AppId'>(),
  name: z.string(),
  /** The first is what the phone shows. */
  origins: z.array(z.string()),
  /** `builtin` is this server's own sign-in: it has no key, and is not edited here. */
  state: z.enum(['active', 'suspended', 'builtin']),
  /** Whether it may make accounts for people of its own, and lead those to their first phone ([EN1]). */
  mayEnrol: z.boolean(),
  /** `#rrggbb`, or empty. */
  colour: z.string(),
  /** Where its logo is served, with a version in it; null: none. */
  logoUrl: z.nullable(z.string()),
  keys: z.array(appKeyBody),
  createdAtMs: timeMs,
  revision: z.int(),
})
export type AppBody = z.infer<typeof appBody>
export const appList = pageOf(appBody)
export type AppList = z.infer<typeof appList>

/** POST /admin/v1/apps. */
export const addAppBody = z.strictObject({
  name: appName,
  origins,
  colour: z.optional(colourText),
  mayEnrol: z.optional(z.boolean()),
})
export type AddAppBody = z.infer<typeof addAppBody>
/** 201: `apiKey` is shown this once. */
export const appAdded = z.strictObject({ app: appBody, apiKey: z.string() })
export type AppAdded = z.infer<typeof appAdded>
/** PATCH /admin/v1/apps/{id} with `If-Match`. A suspended app's key is refused. */
export const editAppBody = z.strictObject({
  name: z.optional(appName),
  origins: z.optional(origins),
  colour: z.optional(colourText),
  state: z.optional(z.enum(['active', 'suspended'])),
  mayEnrol: z.optional(z.boolean()),
})
export type EditAppBody = z.infer<typeof editAppBody>

/** POST /admin/v1/apps/{id}/keys: a new key; those before it end after the overlap. 0 ends them at once. */
export const rotateAppKeyBody = z.strictObject({
  overlapSeconds: z.int().check(z.nonnegative(), z.lte(KEY_OVERLAP_MAX_DAYS * 86_400)),
})
export type RotateAppKeyBody = z.infer<typeof rotateAppKeyBody>
/** 201: `apiKey` is shown this once. */
export const appKeyRotated = z.strictObject({
  app: appBody,
  apiKey: z.string(),
  oldKeysExpireAtMs: timeMs,
})
export type AppKeyRotated = z.infer<typeof appKeyRotated>
/** GET /admin/v1/apps/{id}/keys. DELETE /admin/v1/apps/{id}/keys/{keyId} ends one at once. */
export const appKeyList = pageOf(appKeyBody)
export type AppKeyList = z.infer<typeof appKeyList>

/** GET /admin/v1/apps/{id}/statistics?hours=1 to 720 (24): how its requests ended; up to 48 hours by the hour, beyond by the day. */
export const appStatistics = z.strictObject({
  fromMs: timeMs,
  stepMs: z.int(),
  /** Every step of the time asked for, the oldest first; an outcome that did not happen is left out. */
  points: z.array(z.strictObject({ atMs: timeMs, counts: z.record(z.string(), z.int()) })),
  totals: z.record(z.string(), z.int()),
})
export type AppStatistics = z.infer<typeof appStatistics>
