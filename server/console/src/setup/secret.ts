// The secret of the setup link: taken out of the address at once, kept for this tab until the owner exists.

const KEY = 'countersign.setup'

/** What follows `#setup=`, from the address or, after a reload, from this tab. */
export function takeSetupSecret(): string | undefined {
  const inAddress = /^#setup=([\w-]+)$/.exec(location.hash)?.[1]
  if (inAddress === undefined) return stored()
  // It must not stay in the history, nor be copied along with the address.
  history.replaceState(null, '', `${location.pathname}#/`)
  try {
    sessionStorage.setItem(KEY, inAddress)
  } catch {
    // Storage is off: a reload then begins at the printed link again.
  }
  return inAddress
}

export function forgetSetupSecret(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is off: nothing was kept.
  }
}

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}
