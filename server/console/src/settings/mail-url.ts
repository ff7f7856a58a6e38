// The mail server as one URL, as the server takes it, from the fields that people fill.
import type { MailSettings } from '@countersign/protocol/admin'

export interface MailFields {
  readonly host: string
  readonly port: string
  readonly security: MailSettings['security']
  readonly user: string
  readonly password: string
}

export function fieldsOf({ host, port, security, user, configured }: MailSettings): MailFields {
  return {
    host,
    port: configured ? String(port) : '',
    security: configured ? security : 'tls',
    user,
    password: '',
  }
}

/** Undefined when nothing about the server changed: it then stays as it is, with its password. */
export function mailUrlOf(fields: MailFields, before: MailSettings): string | undefined {
  const same = { ...fieldsOf(before), password: '' }
  const changed = (Object.keys(same) as (keyof MailFields)[]).some((name) => fields[name] !== same[name])
  if (before.configured && !changed) return undefined
  const { host, port, security, user, password } = fields
  const login = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  return `${security === 'tls' ? 'smtps' : 'smtp'}://${login}${host.trim()}:${port || usualPort(security)}`
}

/** RFC 8314: 465 for TLS from the first byte, 587 for STARTTLS; 25 between servers. */
export function usualPort(security: MailFields['security']): number {
  return { tls: 465, starttls: 587, none: 25 }[security]
}
