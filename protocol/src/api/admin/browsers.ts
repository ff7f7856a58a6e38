// HTTP bodies about the browsers that are known to be somebody's: in the console and at /me, listed and forgotten.
import * as z from 'zod/mini'
import { browserStates } from '../browsers.js'
import { idText, plainIdText, timeMs } from '../values.js'

export const browserBody = z.strictObject({
  id: plainIdText,
  appId: idText<'AppId'>(),
  appName: z.string(),
  origin: z.string(),
  /** Browser and system in words, at the last login. */
  browser: z.string(),
  /** Address of the last login. */
  address: z.string(),
  /** Where that address is, as the phone showed it; empty: not known. */
  place: z.string(),
  state: z.enum(browserStates),
  addedAtMs: timeMs,
  lastUsedAtMs: timeMs,
})
export type BrowserBody = z.infer<typeof browserBody>

/** Last used first. */
export const browserList = z.strictObject({ items: z.array(browserBody) })
export type BrowserList = z.infer<typeof browserList>
