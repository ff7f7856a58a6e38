// Runs in each page of a test phone: the three calls of a PushManager that need a push service, answered by the test's own.
// Plain script, since what a compiler adds is not there in a page.
{
  const KEY = 'test.subscription'
  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0)).buffer
  const made = ({ endpoint, p256dh, auth, key }) => ({
    endpoint,
    options: { applicationServerKey: toBytes(key), userVisibleOnly: true },
    getKey: (name) => toBytes(name === 'p256dh' ? p256dh : auth),
    unsubscribe: async () => {
      localStorage.removeItem(KEY)
      await globalThis.testEnd(endpoint)
      return true
    },
  })
  const saved = () => JSON.parse(localStorage.getItem(KEY) ?? 'null')

  if ('PushManager' in globalThis)
    Object.assign(globalThis.PushManager.prototype, {
      getSubscription: async () => saved() && made(saved()),
      subscribe: async ({ applicationServerKey }) => {
        if (localStorage.getItem('test.refuses')) throw new DOMException('refused', 'AbortError')
        if (saved()) return made(saved())
        const key = toText(applicationServerKey)
        const fresh = { ...(await globalThis.testSubscribe(key)), key }
        localStorage.setItem(KEY, JSON.stringify(fresh))
        return made(fresh)
      },
    })
}
