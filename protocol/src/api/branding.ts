// How a server looks to people: what login pages and phones show of it, and where its pictures are.
import * as z from 'zod/mini'

/** 200 of GET /v1/branding; anyone may read it. */
export const publicBranding = z.strictObject({
  name: z.string(),
  /** `#rrggbb`, or empty: the product's own. */
  colour: z.string().check(z.regex(/^(?:#[0-9a-f]{6})?$/)),
  /** What a person reads who is stuck; may be empty. */
  helpText: z.string(),
  /** Where they find a human; may be empty. */
  supportContact: z.string(),
  /** Absolute, with a version in it; null: none. */
  logoUrl: z.nullable(z.string()),
})
export type PublicBranding = z.infer<typeof publicBranding>
