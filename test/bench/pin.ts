// How long a person waits after typing the PIN: from the PIN to its signature in a real browser, against the bare stretching in the same run.
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Browser, PHONE } from '../support/browser.js'
import type { Figure } from './figures.js'
import { median } from './figures.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TRIES = 9

/** What runs in the page, with the SDK's own code. */
const SCRIPT = `
  import { makePinKey, openPinKey } from './client-sdk/src/pin-key.ts'
  const owner = { serverId: new Uint8Array(32), deviceId: '00000000-0000-4000-8000-000000000001' }
  const message = new Uint8Array(256)
  const pin = () => new TextEncoder().encode('482917')
  const timed = async (work) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const bare = async (rounds) => {
    const key = await crypto.subtle.importKey('raw', pin(), 'PBKDF2', false, ['deriveBits'])
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(80), iterations: rounds }
    await crypto.subtle.deriveBits(how, key, 256)
  }
  globalThis.measure = async (tries) => {
    const { kept } = await makePinKey(pin(), owner)
    const unlock = async () => {
      const key = await openPinKey(pin(), kept, owner)
      key.sign(message)
      key.wipe()
    }
    await unlock()
    const times = { unlock: [], bare: [] }
    // By turns, so that whatever else the machine does falls on both.
    for (let i = 0; i < tries; i += 1) {
      times.bare.push(await timed(() => bare(kept.rounds)))
      times.unlock.push(await timed(unlock))
    }
    return times
  }
`

export async function benchPin(): Promise<readonly Figure[]> {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: ['source'],
    minify: true,
  })
  const script = outputFiles[0]?.text ?? ''
  const { unlock, bare } = await inBrowser(script)
  const promise = 'PIN on the phone'
  return [
    {
      promise,
      figure: 'bare PBKDF2 of the same rounds in the same browser',
      value: median(bare),
      unit: 'ms',
    },
    { promise, figure: 'PIN typed → signature of the PIN key', value: median(unlock), unit: 'ms' },
    {
      promise,
      figure: 'of that beside the stretching: mask, key, signature',
      value: median(unlock) - median(bare),
      unit: 'ms',
      budget: 50,
    },
  ]
}

interface Times {
  readonly unlock: readonly number[]
  readonly bare: readonly number[]
}

/** On localhost, since browsers have WebCrypto in secure contexts only. */
async function inBrowser(script: string): Promise<Times> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><link rel="icon" href="data:,"><title>PIN</title><script>${script}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const browser = await Browser.open()
  try {
    const { page } = await browser.screen('bench-pin', PHONE)
    await page.goto(`http://127.0.0.1:${port}/`)
    // Sound: the script above puts it there, and it gives that.
    return await page.evaluate(
      (tries) => (globalThis as unknown as { measure(tries: number): Promise<Times> }).measure(tries),
      TRIES,
    )
  } finally {
    await browser.close()
    server.close()
  }
}
