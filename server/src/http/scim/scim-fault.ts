// How SCIM says no: its own error body (RFC 7644 §3.12), with our refusals and problems in it.
import type { Refusal } from '../../core/refusal.js'
import { ERROR } from './schema-uris.js'

/** RFC 7644 table 9, those that can happen here. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** A refusal on its way out. `detail` is for the admin who reads the provider's log: what was expected, never what came. */
export interface ScimFault {
  readonly status: number
  readonly scimType?: ScimType
  readonly detail: string
}

/** What was read, or why it could not be. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: ScimFault }

export const read = <T>(value: T): Read<T> => ({ ok: true, value })
export const unread = (
  scimType: ScimType,
  detail: string,
): { readonly ok: false; readonly fault: ScimFault } => ({
  ok: false,
  fault: { status: 400, scimType, detail },
})

export function faultBody({ status, scimType, detail }: ScimFault): Readonly<Record<string, unknown>> {
  // RFC 7644 §3.12: the status is a string here.
  return { schemas: [ERROR], status: String(status), ...(scimType === undefined ? {} : { scimType }), detail }
}

/** The status and words for a flow's refusal. */
export function faultOf(refusal: Refusal): ScimFault {
  switch (refusal.reason) {
    case 'not_permitted':
      return {
        status: 403,
        detail:
          refusal.permission === 'scim:write'
            ? 'this token may not provision: it needs scim:write'
            : 'this is the account of an admin: only admins may change it',
      }
    case 'account_unknown':
    case 'not_found':
      return { status: 404, detail: 'there is no such resource' }
    case 'account_exists':
      return { status: 409, scimType: 'uniqueness', detail: 'the userName is taken' }
    case 'conflict':
      return { status: 409, scimType: 'uniqueness', detail: refusal.because }
    case 'changed_meanwhile':
      return { status: 412, detail: 'somebody else changed this meanwhile: read it again, then change it' }
    case 'value_invalid':
      return { status: 400, scimType: 'invalidValue', detail: `${refusal.path}: ${refusal.expected}` }
    case 'text_invalid':
      return { status: 400, scimType: 'invalidValue', detail: `${TEXTS[refusal.field]} expected` }
    case 'rate_limited':
    case 'too_many_open':
      return { status: 429, detail: 'too many changes at once, try again' }
    default:
      return { status: 500, detail: 'something went wrong on the server' }
  }
}

const TEXTS = {
  userId: 'userName: 1 to 254 bytes without spaces or control characters',
  displayName: 'displayName: 1 to 254 bytes without control characters',
  appName: 'name: 1 to 64 bytes',
  origin: 'origin: an origin',
} as const
