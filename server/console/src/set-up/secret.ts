// The secret of a set-up's link: taken out of the address, which lands in histories, and kept nowhere; the cookie takes its place.

/** Undefined when the address has none: then it was taken before, or there never was one. */
export function takeSecret(): string | undefined {
  const secret = location.hash.slice(1)
  if (secret === '') return undefined
  history.replaceState(null, '', location.pathname)
  return secret
}
