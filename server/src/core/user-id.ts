// Which texts may be a user ID, and which a person's name.
import { DISPLAY_NAME_MAX_BYTES, isSignableText, TEXT_MAX_BYTES } from '@countersign/protocol'

/** Whether a normalised text may be a user ID: not empty, no spaces, fit to stand in a signed document. */
export function isUserId(userId: string): boolean {
  return /^\S+$/.test(userId) && isSignableText(userId, TEXT_MAX_BYTES.userId)
}

/** Whether a text may be a person's name on an admin's screen; empty is allowed. */
export function isDisplayName(name: string): boolean {
  return isSignableText(name, DISPLAY_NAME_MAX_BYTES)
}
