// What of the audit somebody asks for, read from a query: filters, and the position that a cursor holds.
import type { AccountId, AppId } from '@countersign/protocol'
import { fromBase64Url, isId } from '@countersign/protocol'
import type { AuditFilter, AuditPosition, ChainLink } from '../../core/ports-audit.js'
import type { Parameter } from '../openapi.js'
import { cursorIn, cursorOf } from './paging.js'

const text = (name: string, description: string): Parameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
})
const time = (name: string, description: string): Parameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'integer', minimum: 0 },
})

export const filterParameters: readonly Parameter[] = [
  text('action', 'An action, or a prefix: `login.denied`, `login.*`.'),
  text('actor', 'Who did it, exactly as an entry says it: `admin:<account id>`, `operator`.'),
  text('account', 'The id of the account that it is about.'),
  text('app', 'The id of the app that it is about.'),
  time('fromMs', 'Not before this time.'),
  time('toMs', 'Before this time.'),
]

/** What cannot be read asks for nothing that exists, rather than for everything. */
export function filterIn(query: URLSearchParams): AuditFilter {
  const action = query.get('action') || undefined
  const actor = query.get('actor') || undefined
  const account = query.get('account') || undefined
  const app = query.get('app') || undefined
  const fromMs = timeIn(query, 'fromMs')
  const toMs = timeIn(query, 'toMs')
  return {
    ...(action === undefined ? {} : { action }),
    ...(actor === undefined ? {} : { actor }),
    // Sound: an id that is none is found nowhere.
    ...(account === undefined ? {} : { accountId: account as AccountId }),
    ...(app === undefined ? {} : { appId: app as AppId }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  }
}

export function positionIn(query: URLSearchParams): AuditPosition | undefined {
  const [, time, id = ''] = /^(\d{1,15}) (.+)$/.exec(cursorIn(query)) ?? []
  return time !== undefined && isId(id) ? { atMs: Number(time), id } : undefined
}

export function cursorAt(position: AuditPosition | undefined): string | null {
  return position === undefined ? null : cursorOf(`${position.atMs} ${position.id}`)
}

/** An end of the chain that somebody wrote down: `<sequence>:<hash>`. */
export function notedIn(noted: string | null): ChainLink | undefined {
  const [, digits, text = ''] = /^(\d{1,15}):([\w-]{43})$/.exec(noted ?? '') ?? []
  const hash = fromBase64Url(text)
  return digits === undefined || hash?.length !== 32 ? undefined : { sequence: Number(digits), hash }
}

function timeIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
