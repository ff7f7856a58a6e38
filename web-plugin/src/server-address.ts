// Whether an address that came from the server is one of its own, before a browser loads a picture from it or goes there.

/** @param serverUrl the server as browsers reach it; no other scheme, host or port is it, and `javascript:` has none */
export function isAt(url: string, serverUrl: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(serverUrl).origin
}
