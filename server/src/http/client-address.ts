// Whose address a request comes from: the peer's own, or what a configured proxy says of it (SECURITY.md H4).
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

export type ClientAddress = (request: IncomingMessage) => string

/**
 * Makes the function that reads a client's address. X-Forwarded-For is believed only from a peer in `proxies`, and only its
 * last entry that is not itself a proxy: everything further left was written by whoever sent the request.
 */
export function clientAddress(proxies: readonly string[]): ClientAddress {
  if (proxies.length === 0) return (request) => peerAddress(request)
  const trusted = new BlockList()
  for (const network of proxies.map(parseNetwork)) {
    if (network !== undefined) trusted.addSubnet(network.address, network.prefix, network.family)
  }
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (request) => {
    let address = peerAddress(request)
    const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
    while (isTrusted(address)) {
      const next = plain(forwarded.pop()?.trim() ?? '')
      // A proxy that says nothing sensible: its own address is the most that is known.
      if (isIP(next) === 0) return address
      address = next
    }
    return address
  }
}

export interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

/** `10.0.0.0/8`, `::1` → network; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', prefixText, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return undefined
  const bits = version === 4 ? 32 : 128
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined
  const prefix = prefixText === undefined ? bits : Number(prefixText)
  return prefix > bits ? undefined : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** What limits count by: one household's IPv6 is a /64, and its holder may use all of it. */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0')
  groups.push(...after)
  return `${groups.slice(0, 4).join(':')}::/64`
}

function peerAddress(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? '')
}

/** A dual-stack socket shows IPv4 peers as `::ffff:192.0.2.1`. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}
