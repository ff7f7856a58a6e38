// A tap on a notification: its button denies, everything else opens the app at what rang. Where that is, is said here and never by the notification.
import type { DeviceId } from '@countersign/protocol'
import type { DenyResult } from '../ringing/deny-open.js'
import type { Language } from '../text/language.js'
import { BASE } from './base.js'
import { accountOf, DENY, told } from './notifications.js'
import { windowsOf } from './ring.js'
import type { Registration, TapEvent, Windows } from './scope.js'

export interface TapPlace {
  readonly clients: Pick<Windows, 'matchAll' | 'openWindow'>
  readonly registration: Pick<Registration, 'showNotification'>
  readonly language: () => Promise<Language>
  readonly deny: (deviceId: DeviceId) => Promise<DenyResult>
}

export async function tap(
  { action, notification }: Pick<TapEvent, 'action' | 'notification'>,
  place: TapPlace,
): Promise<void> {
  notification.close()
  const deviceId = accountOf(notification.data)
  if (action !== DENY || deviceId === undefined) return open(deviceId, place.clients)
  const result = await place.deny(deviceId)
  await place.registration.showNotification(...told(deviceId, result, await place.language()))
}

async function open(deviceId: DeviceId | undefined, clients: TapPlace['clients']): Promise<void> {
  const windows = await windowsOf(clients)
  const window =
    windows.find(({ focused }) => focused) ??
    windows.find(({ visibilityState }) => visibilityState === 'visible') ??
    windows[0]
  if (window === undefined) {
    await clients.openWindow(deviceId === undefined ? BASE : `${BASE}#/rang/${deviceId}`)
    return
  }
  await window.focus()
  if (deviceId !== undefined) window.postMessage({ type: 'rang', deviceId })
}
