// Whether codes are hidden until they are tapped: chosen by the person, remembered by this browser.

const KEY = 'countersign.codesHidden'

export function isHiddenFirst(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes'
  } catch {
    // Storage is off: shown, as at the first visit.
    return false
  }
}

export function rememberHidden(hidden: boolean): void {
  try {
    localStorage.setItem(KEY, hidden ? 'yes' : 'no')
  } catch {
    // Storage is off: the choice holds while the screen is open.
  }
}
