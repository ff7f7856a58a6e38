// Whether two addresses are of one network, as far as addresses tell: the home, the office, never more than a hint ([KB9]).

/**
 * True when both are the same IPv4 address, in the same /24 of private ones (RFC 1918 §3), or in the same IPv6 /64, which is what one
 * household gets (RFC 6177 §2), and may be written as that: `2001:db8:0:1::/64`. False for whatever is no address.
 */
export function isSameNetwork(one: string, other: string): boolean {
  const network = networkOf(one)
  return network !== undefined && network === networkOf(other)
}

function networkOf(address: string): string | undefined {
  // RFC 4291 §2.5.5.2: a socket that speaks IPv6 shows IPv4 so.
  const plain = address.replace(/\/64$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(plain))
    return PRIVATE.test(plain) ? plain.replace(/\d+$/, '*') : plain
  return groupsOf(plain)?.slice(0, 4).join(':')
}

/** No router translates within them: two machines of one room differ in the last byte. */
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/

/** RFC 4291 §2.2: eight groups, of which one run of zeros may be `::`. */
function groupsOf(address: string): readonly number[] | undefined {
  const [head = '', tail, ...more] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = 8 - before.length - after.length
  if (more.length > 0 || (tail === undefined ? zeros !== 0 : zeros < 1)) return undefined
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after]
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined
}
