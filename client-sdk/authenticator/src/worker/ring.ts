// A push arrived: finds out which account it is for, and shows a notification whatever it was.
import { fromBase64Url, PUSH_WAKE_BYTES } from '@countersign/protocol'
import type { RingRecord, RingRecords } from '../ringing/records.js'
import type { Language } from '../text/language.js'
import { BASE } from './base.js'
import { odd, rang } from './notifications.js'
import type { AppWindow, Registration, Windows } from './scope.js'

export interface RingPlace {
  readonly records: RingRecords
  readonly registration: Pick<Registration, 'showNotification'>
  readonly clients: Pick<Windows, 'matchAll'>
  readonly language: () => Promise<Language>
  readonly setBadge: () => void
  readonly nowMs: () => number
}

/** Resolves when the notification is on the screen. iOS ends a subscription after about three pushes that show none. */
export async function ring(payload: string | undefined, place: RingPlace): Promise<void> {
  const [language, record] = await Promise.all([place.language(), meant(payload, place.records)])
  if (record === undefined) return place.registration.showNotification(...odd(language))
  place.setBadge()
  const quiet = (await windowsOf(place.clients)).some(({ visibilityState }) => visibilityState === 'visible')
  const { nowMs } = place
  await place.registration.showNotification(...rang(record.deviceId, language, { quiet, nowMs: nowMs() }))
}

/** Pages of the app, whichever worker they were loaded by. */
export async function windowsOf(clients: Pick<Windows, 'matchAll'>): Promise<readonly AppWindow[]> {
  const open = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  return open.filter(({ url }) => URL.canParse(url) && new URL(url).pathname === BASE)
}

async function meant(payload: string | undefined, records: RingRecords): Promise<RingRecord | undefined> {
  const wake = readWake(payload)
  if (wake === undefined) return undefined
  // Storage that cannot be read is no reason to stay silent.
  const known = await records.all().catch(() => [])
  return known.find((record) => record.wake === wake)
}

/** Exactly `{"v":1,"wake":"…"}` ([WP]: nothing else is in a push). */
function readWake(payload: string | undefined): string | undefined {
  const parsed = parsedJson(payload ?? '')
  if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).length !== 2) return undefined
  const wake: unknown = Reflect.get(parsed, 'wake')
  if (Reflect.get(parsed, 'v') !== 1 || typeof wake !== 'string') return undefined
  return fromBase64Url(wake)?.length === PUSH_WAKE_BYTES ? wake : undefined
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON is no push of ours.
    return undefined
  }
}
