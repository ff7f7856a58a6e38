// The service worker: the offline shell, notifications, and "Deny" on them. It wires browser events to what the files beside it do.
import { browserPairingStore, openBrowserKeystore } from '@countersign/client-sdk/browser'
import { browserRingRecords } from '../ringing/records.js'
import { TAKE_OVER } from '../ringing/take-over.js'
import type { Language } from '../text/language.js'
import { languageOf } from '../text/language.js'
import { withDevice } from './borrowed-device.js'
import { deny } from './deny.js'
import { renew } from './renew.js'
import { ring } from './ring.js'
import type { WorkerScope } from './scope.js'
import type { Release } from './shell.js'
import { createShell } from './shell.js'
import { tap } from './tap.js'

/** Put in by the build (vite.config.ts). */
declare const RELEASE: Release

// Sound: this file is built to be the service worker, and WorkerScope is what every browser gives one.
const worker = self as unknown as WorkerScope
const { registration, clients } = worker

const shell = createShell(RELEASE, {
  origin: worker.location.origin,
  caches: worker.caches,
  fetch: (request, init) => fetch(request, init),
})
const records = browserRingRecords()
const stores = { keystore: () => openBrowserKeystore(), pairings: browserPairingStore() }
const nowMs = (): number => Date.now()

const language = async (): Promise<Language> =>
  (await records.language().catch(() => undefined)) ?? languageOf(worker.navigator.languages)

worker.addEventListener('install', (event) => event.waitUntil(shell.keep()))

worker.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([shell.forgetOthers(), clients.claim()])),
)

worker.addEventListener('fetch', (event) => {
  const kept = shell.answer(event.request)
  if (kept !== undefined) event.respondWith(kept)
})

// The person agreed to the new release; without that it waits until no page of the old one is open.
worker.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('push', (event) => {
  // A badge is no promise: where there is none, the notification says it.
  const setBadge = (): void => void worker.navigator.setAppBadge?.().catch(() => undefined)
  event.waitUntil(ring(event.data?.text(), { records, registration, clients, language, setBadge, nowMs }))
})

worker.addEventListener('notificationclick', (event) => {
  const denyHere = (deviceId: Parameters<typeof deny>[0]): ReturnType<typeof deny> =>
    deny(deviceId, { clients, withDevice: (id, work) => withDevice(id, stores, work), nowMs })
  event.waitUntil(tap(event, { clients, registration, language, deny: denyHere }))
})

worker.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(renew({ records, registration, withDevice: (id, work) => withDevice(id, stores, work) })),
)
