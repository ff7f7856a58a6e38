// Whether a text is an address or a range, for a word while typing; the server decides what it takes.

/** IPv4 in four decimal parts, or IPv6. */
export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text)
}

/** An address alone, or with a prefix length: `192.0.2.0/24`, `2001:db8::/32`. */
export function isRange(text: string): boolean {
  const [address = '', prefix, more] = text.split('/')
  if (more !== undefined || !isAddress(address)) return false
  if (prefix === undefined) return true
  return /^(?:0|[1-9][0-9]{0,2})$/.test(prefix) && Number(prefix) <= (isIpv4(address) ? 32 : 128)
}

function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/.test(text)
}

/** The URL Standard's own IPv6 parser, by the one door that a page has to it. */
function isIpv6(text: string): boolean {
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`)
}
