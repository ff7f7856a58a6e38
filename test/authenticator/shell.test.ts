// The offline shell: one whole release or none, answered for its own files only. The files come over real HTTP, since the hashes are the
// business of `fetch` (Subresource Integrity).
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after, before } from 'node:test'
import { createShell } from '@countersign/authenticator/worker/shell'

const files: Record<string, string> = {
  '/authenticator/': '<!doctype html>page',
  '/authenticator/assets/app-12345678.js': 'run()',
}
const hashes = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [
    path,
    `sha256-${createHash('sha256').update(text).digest('base64')}`,
  ]),
)

/** A CacheStorage in memory: only what a shell uses of it. */
class MemoryCaches {
  readonly all = new Map<string, Map<string, Response>>()

  get storage(): CacheStorage {
    const open = async (name: string) => {
      const cache = this.all.get(name) ?? new Map<string, Response>()
      this.all.set(name, cache)
      return {
        put: async (path: string, response: Response) => void cache.set(path, response),
        match: async (path: string) => cache.get(path)?.clone(),
      }
    }
    const keys = async () => [...this.all.keys()]
    const remove = async (name: string) => this.all.delete(name)
    // Sound: a shell calls these three, and these two of a cache.
    return { open, keys, delete: remove } as unknown as CacheStorage
  }
}

let origin: string
let served = { ...files }
const server = createServer((request, response) => {
  const text = served[request.url ?? '']
  response.writeHead(text === undefined ? 404 : 200).end(text)
})
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Sound: it listens on TCP.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

function shellOf(name = 'r1'): { caches: MemoryCaches; shell: ReturnType<typeof createShell> } {
  const caches = new MemoryCaches()
  const place = {
    origin,
    caches: caches.storage,
    fetch: (path: string, init?: RequestInit) => fetch(origin + path, init),
  }
  return { caches, shell: createShell({ name, files: hashes }, place) }
}

const request = (path: string, mode: RequestMode = 'no-cors', method = 'GET') => ({
  url: path.startsWith('http') ? path : origin + path,
  mode,
  method,
})

test('a whole release is kept and answers for its page and its files', async () => {
  served = { ...files }
  const { shell } = shellOf()
  await shell.keep()
  served = {}
  const page = await shell.answer(request('/authenticator/', 'navigate'))
  assert.equal(await page?.text(), files['/authenticator/'])
  const script = await shell.answer(request('/authenticator/assets/app-12345678.js'))
  assert.equal(await script?.text(), 'run()')
})

test('a file that is not what was built, or is missing, leaves nothing of that release', async () => {
  for (const change of [{ '/authenticator/': '<!doctype html>another page' }, undefined]) {
    served = { ...files, ...change }
    if (change === undefined) delete served['/authenticator/assets/app-12345678.js']
    const { shell, caches } = shellOf()
    await assert.rejects(shell.keep())
    assert.equal(caches.all.size, 0)
  }
})

test('what is not of the release is none of its business', () => {
  const { shell } = shellOf()
  const others = [
    request('/authenticator/', 'navigate', 'POST'),
    request('/authenticator/assets/other-12345678.js'),
    request('/authenticator/sw.js'),
    request('/authenticator/assets/app-12345678.js', 'navigate'),
    request('/v1/keyset'),
    request('/console/', 'navigate'),
    request('https://evil.example/authenticator/', 'navigate'),
    request('/authenticator/constructor'),
  ]
  for (const other of others) assert.equal(shell.answer(other), undefined, other.url)
})

test('only shells of other releases are forgotten, those of the first one included', async () => {
  served = { ...files }
  const { shell, caches } = shellOf('r2')
  for (const name of ['countersign-shell', 'countersign-shell-r1', 'somebody-else'])
    caches.all.set(name, new Map())
  await shell.keep()
  await shell.forgetOthers()
  assert.deepEqual([...caches.all.keys()], ['somebody-else', 'countersign-shell-r2'])
})
