// What notifications say, and what they carry: never whose account, which app or which code, since a locked phone shows them to anybody.
import type { DeviceId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type { DenyResult } from '../ringing/deny-open.js'
import type { Language } from '../text/language.js'
import type { NotificationWish } from './scope.js'

export interface NotificationWords {
  readonly rangTitle: string
  readonly rangBody: string
  readonly deny: string
  /** A push that fits no account of this phone. */
  readonly oddTitle: string
  readonly oddBody: string
  /** What became of a denial from a notification: title, then what to know. */
  readonly denied: Readonly<Record<DenyResult, readonly [title: string, body: string]>>
}

export const notificationWords: Readonly<Record<Language, NotificationWords>> = {
  en: {
    rangTitle: 'A request is waiting',
    rangBody: 'Open the app to see who asks.',
    deny: 'Deny',
    oddTitle: 'Countersign',
    oddBody: 'Open the app to see whether something waits for you.',
    denied: {
      denied: ['Denied', 'Nobody was logged in.'],
      nothing_open: ['Nothing is waiting any more', 'It was answered elsewhere, or its time was over.'],
      too_late: ['The login had gone on', 'If it was not you, open the app.'],
      keys_vanished: ['The key of this phone is missing', 'Open the app and pair this phone again.'],
      failed: ['The denial did not get through', 'Tap here and deny in the app.'],
    },
  },
  de: {
    rangTitle: 'Eine Anfrage wartet',
    rangBody: 'Öffne die App und sieh, wer fragt.',
    deny: 'Ablehnen',
    oddTitle: 'Countersign',
    oddBody: 'Öffne die App und sieh nach, ob etwas auf dich wartet.',
    denied: {
      denied: ['Abgelehnt', 'Niemand wurde angemeldet.'],
      nothing_open: ['Es wartet nichts mehr', 'Sie wurde anderswo beantwortet, oder ihre Zeit war um.'],
      too_late: ['Die Anmeldung war schon weiter', 'Wenn du das nicht warst, öffne die App.'],
      keys_vanished: ['Der Schlüssel dieses Handys fehlt', 'Öffne die App und kopple dieses Handy neu.'],
      failed: ['Die Ablehnung kam nicht an', 'Tippe hier und lehne in der App ab.'],
    },
  },
}

/** The only button there is: approving takes what stands on the login page, so it is never one (PROTOCOL §12). */
export const DENY = 'deny'

/** `badge`: what Android shows in the bar at the top, white on nothing. */
const LOOKS = { icon: '/authenticator/icon-192.png', badge: '/authenticator/badge-96.png' } as const

/** One notification for each account: a newer request takes the place of an older one's. */
export function rang(
  deviceId: DeviceId,
  language: Language,
  { quiet, nowMs }: { readonly quiet: boolean; readonly nowMs: number },
): readonly [string, NotificationWish] {
  const words = notificationWords[language]
  const wish: NotificationWish = {
    ...LOOKS,
    lang: language,
    body: words.rangBody,
    tag: tagOf(deviceId),
    data: { deviceId },
    actions: [{ action: DENY, title: words.deny }],
    timestamp: nowMs,
    // The page is before the person's eyes and shows the request itself.
    ...(quiet ? { silent: true } : { renotify: true }),
  }
  return [words.rangTitle, wish]
}

/** Something woke this phone that it does not know. Shown, since browsers end subscriptions that wake without showing. */
export function odd(language: Language): readonly [string, NotificationWish] {
  const words = notificationWords[language]
  return [words.oddTitle, { ...LOOKS, lang: language, body: words.oddBody, tag: 'odd', silent: true }]
}

/** What became of a denial. */
export function told(
  deviceId: DeviceId,
  result: DenyResult,
  language: Language,
): readonly [string, NotificationWish] {
  const [title, body] = notificationWords[language].denied[result]
  return [title, { ...LOOKS, lang: language, body, tag: tagOf(deviceId), data: { deviceId }, silent: true }]
}

/** The account of a notification; undefined for one that is about none. */
export function accountOf(data: unknown): DeviceId | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const deviceId: unknown = Reflect.get(data, 'deviceId')
  // Sound: a device id is a plain UUID, and that is what was looked at.
  return typeof deviceId === 'string' && isId(deviceId) ? (deviceId as DeviceId) : undefined
}

export function tagOf(deviceId: DeviceId): string {
  return `account/${deviceId}`
}
