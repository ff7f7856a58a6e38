// Which addresses belong to the open internet: a webhook must not be a way into the networks behind this server.
import type { Address, Network } from './network.js'
import { holds, parseAddress, parseNetwork } from './network.js'

/** Closed by default: a text that is no address is not public. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text)
  if (address === undefined) return false
  const inside = embeddedIpv4(address) ?? address
  return (
    !special.some((network) => holds(network, inside)) && !special.some((network) => holds(network, address))
  )
}

/** This very machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopbackAddress(text: string): boolean {
  const address = parseAddress(text)
  return address !== undefined && loopback.some((network) => holds(network, address))
}

const networks = (texts: readonly string[]): readonly Network[] =>
  texts.flatMap((text) => parseNetwork(text) ?? [])

const loopback = networks(['127.0.0.0/8', '::1'])

/** The IANA registries of special-purpose addresses, without what is globally reachable (RFC 6890), multicast, and old ranges. */
const special = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

const nat64 = networks(['64:ff9b::/96'])
const sixToFour = networks(['2002::/16'])

/** Gateways of NAT64 (RFC 6052 §2.2) and 6to4 (RFC 3056 §2) lead to the IPv4 address inside: it is judged too. */
function embeddedIpv4(address: Address): Address | undefined {
  if (nat64.some((network) => holds(network, address))) return { family: 4, bytes: address.bytes.slice(12) }
  if (sixToFour.some((network) => holds(network, address)))
    return { family: 4, bytes: address.bytes.slice(2, 6) }
  return undefined
}
