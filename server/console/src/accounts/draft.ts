// An account while it is edited: what the fields hold, what of it is wrong, what changed, and how two versions differ.

import type { AccountBody, EditAccountBody } from '@countersign/protocol/admin'
import { ALIASES_MAX } from '@countersign/protocol/admin'
import { isEmail } from '@countersign/protocol/me'
import type { Language } from '../text/language.js'

/** As typed: lists are one a line. */
export interface AccountDraft {
  readonly userId: string
  readonly displayName: string
  readonly aliases: string
  readonly emails: string
  readonly locale: Language
  readonly notes: string
}

export type DraftField = keyof AccountDraft

export function draftOf(account: AccountBody): AccountDraft {
  const { userId, displayName, locale, notes } = account
  return {
    userId,
    displayName,
    aliases: account.aliases.join('\n'),
    emails: account.emails.join('\n'),
    locale,
    notes,
  }
}

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const EMAILS_MAX = 2

/** The fields that the server would refuse. */
export function faultsOf({ userId, aliases, emails }: AccountDraft): ReadonlySet<DraftField> {
  const names = linesOf(aliases)
  const addresses = linesOf(emails)
  const faults: Readonly<Partial<Record<DraftField, boolean>>> = {
    userId: !/^\S+$/.test(userId.trim()),
    aliases: names.length > ALIASES_MAX || names.some((name) => /\s/.test(name)),
    emails: addresses.length > EMAILS_MAX || !addresses.every(isEmail),
  }
  return new Set(draftFields.filter((field) => faults[field]))
}

/** What is sent: the fields that are no longer as they were read. */
export function changesOf(before: AccountDraft, draft: AccountDraft): EditAccountBody {
  const changed = (field: DraftField): boolean => draft[field].trim() !== before[field].trim()
  return {
    ...(changed('userId') ? { userId: draft.userId.trim() } : {}),
    ...(changed('displayName') ? { displayName: draft.displayName.trim() } : {}),
    ...(changed('aliases') ? { aliases: [...linesOf(draft.aliases)] } : {}),
    ...(changed('emails') ? { emails: [...linesOf(draft.emails)] } : {}),
    ...(changed('locale') ? { locale: draft.locale } : {}),
    ...(changed('notes') ? { notes: draft.notes.trim() } : {}),
  }
}

/** What both wrote, where theirs and ours are not the same: only fields that ours changed are in question. */
export function disputed(
  before: AccountDraft,
  theirs: AccountDraft,
  ours: AccountDraft,
): readonly { readonly field: DraftField; readonly theirs: string; readonly ours: string }[] {
  return draftFields
    .filter((field) => ours[field] !== before[field] && ours[field] !== theirs[field])
    .map((field) => ({ field, theirs: theirs[field], ours: ours[field] }))
}

export const draftFields: readonly DraftField[] = [
  'userId',
  'displayName',
  'aliases',
  'emails',
  'locale',
  'notes',
]
