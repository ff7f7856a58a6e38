// A user as a provider wants it: read from a whole resource (POST, PUT), with the rules for what providers leave out.
import { EMAILS_PER_ACCOUNT_MAX, isEmail } from '@countersign/protocol/me'
import type { ScimUser } from '../../flows/admin/scim-users.js'
import type { Attributes } from './attributes.js'
import { attributesOf, booleanOf, isOf, valuesOf } from './attributes.js'
import { USER } from './schema-uris.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'

/**
 * Reads a User resource. Attributes that we do not keep (name parts, phone numbers, extensions, a password) are left out, as
 * RFC 7644 §3.3 allows; those that we keep are checked.
 *
 * @param before what the account is now, on PUT: `active` and `locale` stay when the body does not name them, so that a
 * provider which never sends them does not let a suspended account in again.
 */
export function readUser(body: unknown, before?: ScimUser): Read<ScimUser> {
  const attributes = attributesOf(body)
  if (attributes === undefined) return unread('invalidSyntax', 'a JSON object without doubled names expected')
  if (!isOf(USER, attributes)) return unread('invalidSyntax', `schemas: ${USER} expected among them`)
  const userName = attributes.get('username')
  if (typeof userName !== 'string') return unread('invalidValue', 'userName: a text expected')
  const active = attributes.has('active') ? booleanOf(attributes.get('active')) : (before?.active ?? true)
  if (active === undefined) return unread('invalidValue', 'active: true or false expected')
  const externalId = readExternalId(attributes.get('externalid'))
  if (!externalId.ok) return externalId
  const emails = readEmails(attributes.get('emails'))
  if (!emails.ok) return emails
  const displayName = displayNameOf(attributes)
  if (!displayName.ok) return displayName
  return read({
    userName,
    active,
    emails: emails.value,
    displayName: displayName.value ?? '',
    externalId: externalId.value,
    locale: localeOf(attributes) ?? before?.locale ?? 'en',
  })
}

/** RFC 7643 §3.1: the client's own id. Null and the empty text take it away. */
export function readExternalId(value: unknown): Read<string | undefined> {
  if (value === undefined || value === null || value === '') return read(undefined)
  if (typeof value === 'string' && value.length <= EXTERNAL_ID_MAX && !CONTROL.test(value)) return read(value)
  return unread('invalidValue', `externalId: a text of at most ${EXTERNAL_ID_MAX} characters expected`)
}

/** Entra ID's object ids have 36 characters, Okta's 20; a distinguished name fits too. */
const EXTERNAL_ID_MAX = 255
const CONTROL = /\p{Cc}/u

/** `displayName`, else the whole name, else its parts: nothing else of a name is kept. Undefined: the body names none. */
export function displayNameOf(attributes: Attributes): Read<string | undefined> {
  const name = attributesOf(attributes.get('name'))
  const given = textOf(name?.get('givenname'))
  const family = textOf(name?.get('familyname'))
  const parts = [given, family].filter((part) => part !== undefined).join(' ')
  const displayName = attributes.get('displayname')
  if (displayName !== undefined && displayName !== null && typeof displayName !== 'string')
    return unread('invalidValue', 'displayName: a text expected')
  return read(textOf(displayName) ?? textOf(name?.get('formatted')) ?? textOf(parts))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().normalize('NFC') : undefined
}

/** The language of letters: German for any kind of German, English for all others. Undefined: the body names none. */
export function localeOf(attributes: Attributes): 'en' | 'de' | undefined {
  const named = attributes.get('preferredlanguage') ?? attributes.get('locale')
  return typeof named === 'string' ? toLocale(named) : undefined
}

export function toLocale(tag: string): 'en' | 'de' {
  return /^de\b/i.test(tag) ? 'de' : 'en'
}

/**
 * The addresses that are kept, the primary one first, then the one at work; doubled ones once. Further ones are left out: an
 * account has two.
 */
export function readEmails(value: unknown): Read<readonly string[]> {
  if (value === undefined || value === null) return read([])
  const given = valuesOf(value)
  if (given.length > EMAILS_SENT_MAX) return unread('invalidValue', 'emails: fewer addresses expected')
  const ranked: { readonly address: string; readonly rank: number }[] = []
  for (const each of given) {
    const attributes = attributesOf(each)
    const address = typeof each === 'string' ? each : attributes?.get('value')
    // Okta sends an address that the person does not have as null or as an empty text.
    if (attributes !== undefined && (address === undefined || address === null || address === '')) continue
    if (typeof address !== 'string' || !isEmail(address))
      return unread('invalidValue', 'emails.value: an address like name@example.org expected')
    ranked.push({ address, rank: rankOf(attributes) })
  }
  const ordered = ranked.sort((a, b) => a.rank - b.rank).map(({ address }) => address)
  return read([...new Set(ordered)].slice(0, EMAILS_PER_ACCOUNT_MAX))
}

const EMAILS_SENT_MAX = 32

function rankOf(attributes: Attributes | undefined): number {
  if (booleanOf(attributes?.get('primary')) === true) return 0
  const type = attributes?.get('type')
  return typeof type === 'string' && type.toLowerCase() === 'work' ? 1 : 2
}
