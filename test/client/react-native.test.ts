// The SDK where there is no browser and no Node: imported it touches nothing that is not there, and with what React Native has and
// passes in it pairs, rings, approves and denies against a real server. Simulated: no React Native runs here.
import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import type { Device, KeyValues, OpenRequest } from '@countersign/client-sdk'
import { parsePairingLink } from '@countersign/protocol'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { build } from 'esbuild'
import { WebSocket } from 'ws'
import { TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'
import { until } from '../support/until.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** As Metro does it: one script, with the `browser` fields of packages; a Node module that is left would be an error. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'app',
    platform: 'browser',
    mainFields: ['react-native', 'browser', 'main'],
    conditions: ['source'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? assert.fail('nothing was bundled')
}

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

test('importing the SDK touches no global of a browser or of Node: the language alone is enough', async () => {
  const context = createContext({})
  runInContext(await bundled("export * from '@countersign/client-sdk'"), context)
  const names = runInContext('Object.keys(app)', context)
  for (const name of ['Device', 'openDevice', 'acceptPairing', 'seedKeystore', 'keyValuePairingStore'])
    assert.ok([...names].includes(name), name)
})

test('importing makes no global but the two that zod keeps its own settings in', async () => {
  const context = createContext({})
  runInContext(await bundled("export * from '@countersign/client-sdk'"), context)
  const made = [...runInContext('Object.keys(globalThis)', context)].sort()
  assert.deepEqual(made, ['__zod_globalConfig', '__zod_globalRegistry', 'app'])
})

/** What React Native 0.85 has of the web, and no more: no crypto, no DOM, no IndexedDB, a URL without a host, a fetch without streams. */
function reactNative() {
  return {
    fetch: async (url: string, init: RequestInit) => {
      const { status, ok, headers, ...response } = await fetch(url, init).then(async (reply) => ({
        ...{ status: reply.status, ok: reply.ok, headers: reply.headers },
        text: await reply.text(),
      }))
      return { status, ok, headers, text: async () => response.text }
    },
    URL: class {
      get host(): string {
        throw new Error('URL.host is not implemented')
      }
    },
    // Bytes of one kind, as in an app: what the test passes in and what the bundle makes.
    ...{ Uint8Array, Float64Array, ArrayBuffer, DataView },
    ...{
      WebSocket,
      AbortController,
      TextEncoder,
      TextDecoder,
      setTimeout,
      clearTimeout,
      queueMicrotask,
      console,
    },
  }
}

/** A keychain or a storage: nothing but texts by name. */
function texts(): KeyValues & { readonly held: Map<string, string> } {
  const held = new Map<string, string>()
  return {
    held,
    get: async (name) => held.get(name) ?? null,
    set: async (name, value) => void held.set(name, value),
    remove: async (name) => void held.delete(name),
  }
}

test('with a keychain, a storage and three functions passed in, the example app works in React Native', async () => {
  const app = await bundled(
    "export * from './client-sdk/examples/device.ts'; export { seedKeystore, keyValuePairingStore } from '@countersign/client-sdk'",
  )
  const context = createContext({ ...reactNative() })
  runInContext(`${app};globalThis.app = app`, context)
  // Sound: it is the bundle of the two files above, whose exports these are.
  const { app: run } = context as { app: ExampleApp }
  const crypto = {
    sha256: async (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    hmacSha256: async (secret: Uint8Array, bytes: Uint8Array) =>
      new Uint8Array(createHmac('sha256', secret).update(bytes).digest()),
    randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
  }
  const [keychain, storage] = [texts(), texts()]
  const place = {
    keystore: run.seedKeystore(keychain, crypto),
    store: run.keyValuePairingStore(storage),
    crypto,
  }
  const said: string[] = []
  const rung: { readonly device: Device; readonly request: OpenRequest }[] = []
  const screen = {
    tell: (words: string) => void said.push(words),
    ring: (device: Device, request: OpenRequest) => void rung.push({ device, request }),
    withdraw: () => undefined,
    agree: async () => true,
  }

  const { link } = must(await createTicket(server.ports, 'alice'))
  await run.pair(place, screen, link)
  const digits = /\d{6}/.exec(said.join())?.[0] ?? assert.fail(said.join())
  must(await confirmPairing(server.ports, (parsePairingLink(link) ?? assert.fail()).ticketId, digits))
  const [device] = await run.start(place, screen)
  assert.ok(device)
  await until(() => device.connection === 'online')

  const first = await server.requestApproval(apiKey)
  await until(() => rung.length === 1)
  const typed = first.match.mode === 'symbol' ? String(first.match.symbolId) : assert.fail()
  assert.ok(rung[0])
  assert.equal(await run.decide(rung[0].device, rung[0].request, typed), 'approved')
  await server.requestApproval(apiKey)
  await until(() => rung.length === 2)
  assert.ok(rung[1])
  assert.equal(await run.decide(rung[1].device, rung[1].request, 'd'), 'denied')
  device.stop()

  // The seed is in the keychain and nowhere else.
  const [seed = ''] = [...keychain.held.values()]
  assert.match(seed, /^[\w-]{43}$/)
  assert.ok(![...storage.held.values()].join().includes(seed))
})

type Sdk = typeof import('@countersign/client-sdk')
interface ExampleScreen {
  tell(words: string): void
  ring(device: Device, request: OpenRequest): void
  withdraw(): void
  agree(): Promise<boolean>
}
/** What the bundle exports: the example's verbs, and what makes its place. */
interface ExampleApp extends Pick<Sdk, 'seedKeystore' | 'keyValuePairingStore'> {
  pair(place: object, screen: ExampleScreen, link: string): Promise<void>
  start(place: object, screen: ExampleScreen): Promise<readonly Device[]>
  decide(device: Device, request: OpenRequest, typed: string): Promise<string>
}
