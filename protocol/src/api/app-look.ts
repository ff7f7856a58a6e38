// How an app looks on its login pages: its own colour and logo, or the server's, and where its people find help.
import * as z from 'zod/mini'

/** 200 of GET /v1/app, for the app that asks. */
export const appLook = z.strictObject({
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
})
export type AppLook = z.infer<typeof appLook>
