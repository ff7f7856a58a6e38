// The server's address without the platform's URL parser: React Native's knows no host.

/** The origins that pairing links name: scheme, host, port, and nothing behind it. */
const ORIGIN = /^https?:\/\/([^\s/?#@\\]+)$/i
const DEFAULT_PORTS = { http: ':80', https: ':443' } as const

export function isOrigin(url: string): boolean {
  return ORIGIN.test(url)
}

/**
 * The host, with the port if it is not the scheme's default, in lower case: as SPEC section 4 signs it.
 * Throws RangeError for anything but an origin.
 */
export function hostOf(serverUrl: string): string {
  const [, host] = ORIGIN.exec(serverUrl) ?? []
  if (host === undefined) throw new RangeError('serverUrl: an origin like https://id.example.org expected')
  const port = serverUrl.toLowerCase().startsWith('https:') ? DEFAULT_PORTS.https : DEFAULT_PORTS.http
  const lower = host.toLowerCase()
  return lower.endsWith(port) ? lower.slice(0, -port.length) : lower
}
