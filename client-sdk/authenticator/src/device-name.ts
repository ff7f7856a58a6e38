// A first name for this device, from what the browser says of itself; the person can change it.
import { TEXT_MAX_BYTES, toSignableText } from '@countersign/protocol'
import { isAppleTouch } from './install-way.js'
import type { Messages } from './text/en.js'

/** First match wins: Edge, Opera and Samsung name Chrome too, and Chrome names Safari. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPT\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
]

export function suggestDeviceName(text: Messages, userAgent: string = navigator.userAgent): string {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1]
  return browser && system ? text.pair.deviceOn(browser, system) : (browser ?? system ?? 'Countersign')
}

/** The name as it may stand in a signed document, or undefined when nothing is left of it. */
export function cleanDeviceName(typed: string): string | undefined {
  return toSignableText(typed.trim(), TEXT_MAX_BYTES.deviceName) || undefined
}

/** iPhone and iPad in the browser, not started from the Home Screen: storage there is another one (PROTOCOL §12). */
export function needsInstallFirst(): boolean {
  const { userAgent, maxTouchPoints: touchPoints } = navigator
  return isAppleTouch({ userAgent, touchPoints }) && !isInstalled()
}

/** Started from the Home Screen, the dock or the list of apps. */
export function isInstalled(): boolean {
  // Safari's own, older than the standard.
  const standalone = 'standalone' in navigator && navigator.standalone === true
  return standalone || matchMedia('(display-mode: standalone)').matches
}
