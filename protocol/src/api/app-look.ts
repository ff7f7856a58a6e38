// How an app looks on its login pages, and what the server knows it by: for its pages, and for whoever connects the two.
import * as z from 'zod/mini'
import { bytesText, idText } from './values.js'

/**
 * 200 of GET /v1/app, for the app that asks. Members that a reader does not know are left out and not refused: a newer server says more,
 * and an older one does not say what is optional here.
 */
export const appLook = z.object({
  /** The name that phones show. */
  name: z.string(),
  /** `#rrggbb`, the app's own or else the server's; empty: the product's. */
  colour: z.string().check(z.regex(/^(?:#[0-9a-f]{6})?$/)),
  /** The app's own logo or else the server's; null: none. */
  logoUrl: z.nullable(z.string().check(z.maxLength(2_048))),
  /** What a person reads who is stuck; may be empty. */
  helpText: z.string().check(z.maxLength(1_000)),
  /** Where they find a human; may be empty. */
  supportContact: z.string().check(z.maxLength(200)),
  /** The `aud` of what the server signs for this app. */
  appId: z.optional(idText<'AppId'>()),
  /** To pin, once it was compared: see `countersign app add`. */
  serverId: z.optional(bytesText(32, 32)),
  /** The exact origins that it is registered with; the first is what phones show. */
  origins: z.optional(z.array(z.string())),
  /** Whether it may make IDs for people who have none ([EN1]). */
  mayEnrol: z.optional(z.boolean()),
})
export type AppLook = z.infer<typeof appLook>
