// HTTP bodies of /admin/v1/branding and /admin/v1/id-pattern: how the server looks to people, and how short user IDs are completed.
import * as z from 'zod/mini'
import { signableText, timeMs } from '../values.js'

/** A picture of this many bytes is sharp at every size that is shown; it is sent to every login page. */
export const LOGO_MAX_BYTES = 65_536
export const logoTypes = ['image/png', 'image/webp'] as const
export type LogoType = (typeof logoTypes)[number]

/** `#rrggbb` in lower case, or empty: the product's own. */
export const colourText = z.string().check(z.regex(/^(?:#[0-9a-f]{6})?$/))

const shown = {
  /** What people read as the server's name; empty: that of the configuration. */
  name: signableText(64),
  colour: colourText,
  /** What a person reads who is stuck: one paragraph. */
  helpText: signableText(1000),
  /** Where they find a human: an address, a number, a room. */
  supportContact: signableText(200),
} as const

/** PUT /admin/v1/branding with `If-Match`. */
export const putBrandingBody = z.strictObject(shown)
export type PutBrandingBody = z.infer<typeof putBrandingBody>
/** GET /admin/v1/branding, and 200 of PUT. `PUT …/logo` takes the picture itself, `DELETE …/logo` removes it. */
export const brandingBody = z.strictObject({
  ...shown,
  logoUrl: z.nullable(z.string()),
  revision: z.int(),
})
export type BrandingBody = z.infer<typeof brandingBody>

/** 200 of PUT of a logo. */
export const logoSaved = z.strictObject({ logoUrl: z.string(), changedAtMs: timeMs })
export type LogoSaved = z.infer<typeof logoSaved>

/**
 * PUT /admin/v1/id-pattern with `If-Match`. `{user}@{suffix}` with the suffix `example.org` makes `ada@example.org` of `ada`; what
 * has the pattern's next character (`@`) already is left as it was typed. `shortNameToo`: `ada` logs in as well. Empty: off.
 */
export const putIdPatternBody = z.strictObject({
  pattern: signableText(64).check(z.regex(/^(?:[^\s{}]*\{user\}[^\s{}]*(?:\{suffix\}[^\s{}]*)?)?$/)),
  suffix: signableText(128).check(z.regex(/^[^\s{}]*$/)),
  shortNameToo: z.boolean(),
})
export type PutIdPatternBody = z.infer<typeof putIdPatternBody>
/** GET /admin/v1/id-pattern, and 200 of PUT. */
export const idPatternBody = z.strictObject({ ...putIdPatternBody.shape, revision: z.int() })
export type IdPatternBody = z.infer<typeof idPatternBody>
