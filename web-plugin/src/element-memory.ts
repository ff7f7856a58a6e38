// Which way in this browser took last: one plain word, the same for whoever signs in here, that names nobody.

const KEY = 'countersign-way'

/** Undefined: nothing kept, or a browser that keeps nothing for pages like this one. */
export function rememberedWay(): string | null | undefined {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return undefined
  }
}

/** `here`: by link, on the phone that the page is on. What begins with `code` rings no phone. */
export function rememberWay(way: 'phone' | 'code' | 'code_passkey' | 'here'): void {
  try {
    localStorage.setItem(KEY, way)
  } catch {
    // The next login asks the phone first, as every first one does.
  }
}
