// The server that mail leaves through, as an admin writes it down: an address, and from whom mail comes.
import { isEmail } from '@countersign/protocol/me'

export interface MailServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte; `starttls` before anything else, or nothing is sent; `none` only to this very machine. */
  readonly security: 'tls' | 'starttls' | 'none'
  /** Empty: the server asks for none. */
  readonly user: string
  readonly password: string
}

/** RFC 8314 §3.3: 465 for TLS from the start, 587 for submission. */
const PORTS = { tls: 465, starttls: 587, none: 25 } as const

/**
 * `smtps://user:password@mail.example.org`, `smtp://mail.example.org:587` → the server; undefined for anything else.
 * Plain text goes only to the loopback: over a network it would show passwords, and links that pair phones.
 */
export function parseMailServer(text: string): MailServer | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return undefined
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const bare = (url.pathname === '' || url.pathname === '/') && url.search === '' && url.hash === ''
  if (!bare || !HOST.test(host)) return undefined
  const user = decoded(url.username)
  const password = decoded(url.password)
  if (user === undefined || password === undefined || (user === '' && password !== '')) return undefined
  const plain = LOOPBACK.test(host) ? 'none' : 'starttls'
  const security = url.protocol === 'smtps:' ? 'tls' : plain
  return { host, port: url.port === '' ? PORTS[security] : Number(url.port), security, user, password }
}

const HOST = /^[\w.:-]{1,253}$/
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/** Percent-decoded, without control characters: they would be commands of their own in SMTP. */
function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text)
    return /\p{Cc}/u.test(plain) ? undefined : plain
  } catch {
    return undefined
  }
}

export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** `Countersign <id@example.org>`, or an address alone; undefined for anything that is not one mailbox on one line. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, name, address] = /^([^<>\p{Cc}\p{Cf}]{0,128})<([^<>]+)>$/u.exec(text.trim()) ?? [
    '',
    '',
    text.trim(),
  ]
  if (name === undefined || address === undefined || !isEmail(address)) return undefined
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address }
}
