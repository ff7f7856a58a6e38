// The offline shell: keeps the page and the files it names, so that the app opens without a network. It never touches requests
// of the protocol, and never answers for another origin.

const SHELL = 'countersign-shell'
const BASE = '/authenticator/'

self.addEventListener('install', (event) => {
  event.waitUntil(refreshShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(BASE))
    return
  if (request.mode === 'navigate') event.respondWith(pageFirstFromNetwork(event))
  else if (url.pathname.startsWith(`${BASE}assets/`)) event.respondWith(assetFirstFromShell(request))
})

/** The newest page when there is a network: an update of the app must never wait for a cache. */
async function pageFirstFromNetwork(event) {
  try {
    const response = await fetch(event.request)
    if (response.ok) event.waitUntil(refreshShell(response.clone()))
    return response
  } catch (error) {
    const kept = await caches.match(BASE)
    if (kept) return kept
    throw error
  }
}

/** Assets are named by the hash of their content: the same name is the same file. */
async function assetFirstFromShell(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) (await caches.open(SHELL)).put(request, response.clone())
  return response
}

/** Keeps the page and what it names, and forgets assets of older releases. */
async function refreshShell(response) {
  const page = response ?? (await fetch(BASE, { cache: 'no-cache' }))
  if (!page.ok) return
  const html = await page.clone().text()
  const named = [...html.matchAll(/(?:src|href)="(\/authenticator\/[^"]+)"/g)].map(([, path]) => path)
  const shell = await caches.open(SHELL)
  const kept = (await shell.keys()).map((request) => new URL(request.url).pathname)
  const isNewRelease = named.some((path) => !kept.includes(path))
  if (!isNewRelease && kept.includes(BASE)) return
  await shell.addAll(named)
  await shell.put(BASE, page)
  const older = kept.filter((path) => path !== BASE && !named.includes(path))
  await Promise.all(older.map((path) => shell.delete(path)))
}
