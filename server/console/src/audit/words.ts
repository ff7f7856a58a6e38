// Who did it and whom it is about, in words: names as they are now, else what the record itself says.
import type { AuditEntryBody } from '@countersign/protocol/admin'
import type { auditText } from './text.js'

type Text = (typeof auditText)['en']

export function actorInWords({ actor, names }: AuditEntryBody, text: Text): string {
  if (actor === 'operator' || actor === 'server') return text.actors[actor]
  const [kind = '', id = ''] = actor.split(':', 2)
  const name = names.actor ?? shortId(id)
  return isKind(kind, text) ? text.kinds[kind](name) : name
}

function isKind(kind: string, { kinds }: Text): kind is keyof Text['kinds'] {
  return Object.hasOwn(kinds, kind)
}

export function subjectInWords({ names, accountId, appId }: AuditEntryBody): string {
  const account = names.account ?? (accountId === null ? undefined : shortId(accountId))
  const app = names.app ?? (appId === null ? undefined : shortId(appId))
  return [account, app].filter((part) => part !== undefined).join(' · ')
}

/** Enough to tell ids apart in a table; the details have the whole. */
const shortId = (id: string): string => (id.length > 13 ? `…${id.slice(-8)}` : id)

export function factInWords(value: AuditEntryBody['facts'][string], text: Text['entry']): string {
  if (value === null || value === '') return text.none
  if (typeof value === 'boolean') return value ? text.yes : text.no
  if (Array.isArray(value)) return value.length === 0 ? text.none : value.join(', ')
  return String(value)
}
