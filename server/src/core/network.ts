// Addresses and ranges of them: IPv4, IPv6 and CIDR as texts, and whether one holds the other.

/** An IPv4-mapped IPv6 address is the IPv4 address it maps (RFC 4291 §2.5.5.2): a socket that speaks IPv6 shows those. */
export interface Address {
  readonly family: 4 | 6
  /** Four or sixteen bytes, in network order. */
  readonly bytes: readonly number[]
}

export interface Network extends Address {
  /** Leading bits that count; all others are zero. */
  readonly prefix: number
}

/** Undefined for anything that is not exactly one address: names, ports, zones (`%eth0`), octets with a leading zero. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const bytes = ipv4Bytes(text)
    return bytes === undefined ? undefined : { family: 4, bytes }
  }
  const bytes = ipv6Bytes(text)
  if (bytes === undefined) return undefined
  return isMapped(bytes) ? { family: 4, bytes: bytes.slice(12) } : { family: 6, bytes }
}

/**
 * A range in CIDR (RFC 4632 §3.1), or a single address. Bits beyond the prefix must be zero: `10.0.0.7/8` is a slip of whoever
 * meant one machine, and would trust sixteen million.
 */
export function parseNetwork(text: string): Network | undefined {
  const [addressText = '', prefixText, ...more] = text.split('/')
  if (more.length > 0) return undefined
  const address = parseAddress(addressText)
  if (address === undefined) return undefined
  const width = address.bytes.length * 8
  if (prefixText === undefined) return { ...address, prefix: width }
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(prefixText)) return undefined
  // A mapped range is written with the prefix of the IPv6 address: ::ffff:10.0.0.0/104 is 10.0.0.0/8.
  const prefix = Number(prefixText) - (address.family === 4 && addressText.includes(':') ? 96 : 0)
  if (prefix < 0 || prefix > width) return undefined
  const network = { ...address, prefix }
  return address.bytes.every((byte, at) => byte === (byte & maskOf(network, at))) ? network : undefined
}

export function holds(network: Network, { family, bytes }: Address): boolean {
  return (
    network.family === family &&
    network.bytes.every((byte, at) => byte === ((bytes[at] ?? 0) & maskOf(network, at)))
  )
}

/** The text of an address, short and in lower case as RFC 5952 §4 writes it. */
export function addressText({ family, bytes }: Address): string {
  if (family === 4) return bytes.join('.')
  const words = bytes.flatMap((byte, at) => (at % 2 === 0 ? [byte * 256 + (bytes[at + 1] ?? 0)] : []))
  const { from, length } = longestZeros(words)
  const hex = words.map((word) => word.toString(16))
  if (length < 2) return hex.join(':')
  return `${hex.slice(0, from).join(':')}::${hex.slice(from + length).join(':')}`
}

/** The part of the byte at a place that the prefix covers. */
function maskOf({ prefix }: Network, at: number): number {
  const bits = Math.min(8, Math.max(0, prefix - at * 8))
  return (0xff << (8 - bits)) & 0xff
}

function ipv4Bytes(text: string): readonly number[] | undefined {
  const octets = text.split('.')
  // A leading zero is octal to some readers and decimal to others (RFC 6943 §3.1.1): neither is guessed here.
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9][0-9]{0,2})$/.test(octet))) return undefined
  const bytes = octets.map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

/** RFC 4291 §2.2: eight groups, one run of zeros as `::`, the last 32 bits maybe dotted. */
function ipv6Bytes(text: string): readonly number[] | undefined {
  const [head, tail, ...more] = text.split('::')
  if (head === undefined || more.length > 0) return undefined
  const before = groupBytes(head, tail === undefined)
  const after = groupBytes(tail ?? '', true)
  if (before === undefined || after === undefined) return undefined
  if (tail === undefined) return before.length === 16 ? before : undefined
  const zeros = 16 - before.length - after.length
  // `::` stands for at least one group.
  return zeros < 2 ? undefined : [...before, ...new Array<number>(zeros).fill(0), ...after]
}

function groupBytes(text: string, mayEndDotted: boolean): readonly number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [at, group] of groups.entries()) {
    const dotted =
      mayEndDotted && at === groups.length - 1 && group.includes('.') ? ipv4Bytes(group) : undefined
    if (dotted !== undefined) bytes.push(...dotted)
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const word = Number.parseInt(group, 16)
      bytes.push(word >> 8, word & 0xff)
    } else return undefined
  }
  return bytes.length > 16 ? undefined : bytes
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
}

function longestZeros(words: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 }
  for (let from = 0; from < words.length; from++) {
    let length = 0
    while (words[from + length] === 0) length++
    if (length > best.length) best = { from, length }
  }
  return best
}
