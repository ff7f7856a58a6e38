// A PIN on a phone, end to end: set when a login asks for it, asked for, mistyped, changed; locked after five. And then every byte that
// its browser has left on disk is searched for what would let somebody guess at home: the PIN, the seed, K2's public key, a signature.
import assert from 'node:assert/strict'
import { createHash, createHmac, createPrivateKey, createPublicKey, pbkdf2Sync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import {
  accessPasses,
  fromBase64Url,
  parseDeviceFrame,
  pinMaskLabel,
  pinMaskSalt,
  xorMask,
} from '@countersign/protocol'
import type { Page } from 'playwright-core'
import { openAdmin } from '../support/admin.js'
import { Browser, PHONE } from '../support/browser.js'
import { Phone } from './phone.js'
import { World } from './world.js'

const FIRST = '830417'
const SECOND = 'zehn kalte Zebras'

test('a PIN is set in the middle of a login, asked for, changed; and nothing to guess with is left in the browser', async (t) => {
  const world = await World.open(['ada'])
  t.after(() => world.close())
  const profile = mkdtempSync(join(tmpdir(), 'countersign-profile-'))
  t.after(() => rmSync(profile, { recursive: true, force: true }))
  await asksForPins(world)
  const site = await world.site('Demo shop', { linked: ['ada'] })
  const screen = await Browser.profile(profile, 'pin-phone', { ...PHONE, locale: 'de-DE' })
  t.after(() => screen.context.close().catch(() => undefined))
  const sealed = sealedFrom(screen.page)
  const phone = new Phone(screen, world.home.url)
  const ticket = await world.ticket('ada')
  await screen.page.goto(ticket.link)
  await screen.press('Dieses Handy koppeln')
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Gekoppelt')
  await screen.look('offer')
  await screen.press('Fertig')
  const login = await world.loginPage('pin', site)
  await login.screen.page.goto(site.origin)

  // The first login asks for a PIN that is not there yet: set here, then asked for.
  await login.signIn('ada')
  await screen.page.locator('button.pass').first().waitFor()
  await phone.pick(german(await login.pass()))
  await screen.page.getByLabel('Neue PIN', { exact: true }).fill('123456')
  await screen.page.getByLabel('Neue PIN noch einmal').fill('123456')
  await screen.press('Speichern')
  await screen.sees('Die gehört zu den ersten')
  await screen.look('too-common')
  await screen.page.getByLabel('Neue PIN', { exact: true }).fill(FIRST)
  await screen.page.getByLabel('Neue PIN noch einmal').fill(FIRST)
  await screen.press('Speichern')
  await screen.page.getByLabel('Deine PIN', { exact: true }).fill('999111')
  await screen.press('Bestätigen')
  await screen.sees('Das war nicht deine PIN.')
  await screen.look('wrong')
  await screen.page.getByLabel('Deine PIN', { exact: true }).fill(FIRST)
  await screen.press('Bestätigen')
  await login.isInside('ada')
  await screen.press('Fertig')

  // Another one in its place, by the old one.
  await screen.page.goto(`${world.home.url}/authenticator/`)
  await screen.page.getByRole('link', { name: /ada/ }).first().click()
  await screen.press('PIN ändern')
  await screen.page.getByLabel('Deine bisherige PIN').fill(FIRST)
  await screen.page.getByLabel('Neue PIN', { exact: true }).fill(SECOND)
  await screen.page.getByLabel('Neue PIN noch einmal').fill(SECOND)
  await screen.look('change')
  await screen.press('Speichern')
  await screen.sees('Deine PIN gilt ab jetzt.')

  const kept = await keptPins(screen.page)
  await screen.context.close()
  const admin = await openAdmin(world.home)
  t.after(() => admin.close())
  const { vault, storage } = admin.ports
  const deviceId = kept.deviceId as DeviceId
  const pin = (await storage.read.pins.of(deviceId)) ?? assert.fail('no PIN')
  const pinKey = vault.unseal(pin.sealedKey, `pin/${deviceId}/sealed_key`)
  const salt = Buffer.from(kept.salt)
  const stretched = pbkdf2Sync(SECOND, pinMaskSalt(salt, vault.serverId, deviceId), kept.rounds, 32, 'sha256')
  const mask = createHmac('sha256', stretched).update(pinMaskLabel()).digest()
  const seed = xorMask(Uint8Array.from(kept.blob), mask)
  assert.deepEqual(publicKeyOf(seed), Buffer.from(pinKey), 'this is the seed that must not be found')
  const opened = []
  for (const text of sealed())
    opened.push((await vault.openPin(fromBase64Url(text) ?? new Uint8Array())) ?? assert.fail())
  assert.equal(opened.length, 4, 'two settings and two answers were sealed')
  const signatures = opened.flatMap((plain) =>
    plain.length === 64 ? [plain] : [plain.subarray(0, 32), plain.subarray(32, 96), plain.subarray(96)],
  )

  const bytes = filesOf(profile).map((path) => readFileSync(path))
  const found = (what: Uint8Array): boolean => bytes.some((file) => file.includes(Buffer.from(what)))
  assert.equal(found(salt), true, 'what is kept is found: the search looks in the right place')
  const secrets: (readonly [string, Uint8Array])[] = [
    ['seed', seed],
    ['mask', mask],
    ['stretched', stretched],
    ['blob', Uint8Array.from(kept.blob)],
    ['public key', pinKey],
    ...signatures.filter(({ length }) => length > 0).map((each) => ['of K2', each] as const),
    ...[FIRST, SECOND].map((typed) => ['PIN', Buffer.from(typed)] as const),
  ]
  for (const [name, secret] of secrets)
    for (const [spelling, spelled] of spellings(secret))
      assert.equal(found(spelled), false, `${name}, as ${spelling}, is in the profile`)
})

test('five wrong PINs, over two requests, and the phone may only deny; it says what to do', async (t) => {
  const world = await World.open(['ben'])
  t.after(() => world.close())
  await asksForPins(world)
  const site = await world.site('Demo shop', { linked: ['ben'] })
  const phone = await world.pairedPhone('pin-locked', 'ben', { colorScheme: 'dark' })
  const { screen } = phone
  const login = await world.loginPage('pin-locked', site)
  await login.screen.page.goto(site.origin)
  const wrong = async (): Promise<void> => {
    await screen.page.getByLabel('Your PIN', { exact: true }).fill('271593')
    await screen.press('Approve')
  }

  await login.signIn('ben')
  await phone.pick(await login.pass())
  await screen.page.getByLabel('New PIN', { exact: true }).fill(FIRST)
  await screen.page.getByLabel('New PIN, once more').fill(FIRST)
  await screen.press('Save')
  await wrong()
  await screen.sees('2 more tries for this request')
  await wrong()
  await screen.sees('One more try for this request')
  await wrong()
  await screen.sees('Too many wrong PINs for this request.')
  await screen.look('three')
  await screen.press('Done')
  await login.screen.page.goto(site.origin)
  await login.signIn('ben')
  await phone.pick(await login.pass())
  await wrong()
  await screen.sees('After the last wrong one this phone may only deny')
  await wrong()
  await screen.sees('Five wrong PINs in a row.')
  await screen.look('locked')
  // The request is still open: it can be denied, and what could not count is not offered.
  await screen.press('Show the next request')
  await screen.sees('Remove the account here and pair it anew.')
  assert.equal(await screen.page.locator('button.pass').count(), 0)
  await screen.look('locked-next')
})

async function asksForPins(world: World): Promise<void> {
  const file = join(world.home.directory, 'policies.json')
  const when = { appIds: [], groupIds: [], networks: [], times: [] }
  // biome-ignore lint/suspicious/noThenProperty: the word of the contract
  const policies = [{ name: 'All', enabled: true, when, then: { userVerification: 'any' } }]
  writeFileSync(file, JSON.stringify({ policies }))
  await world.home.command('policy', 'set', file, '--lock-out')
}

/** What the page seals on its way, as it goes over the wire. */
function sealedFrom(page: Page): () => readonly string[] {
  const sealed: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = parseDeviceFrame(String(payload))
      if (frame?.type === 'set_pin') sealed.push(frame.sealed)
      if (frame?.type === 'answer' && frame.proof?.kind === 'pin') sealed.push(frame.proof.sealed)
    }),
  )
  return () => sealed
}

interface Kept {
  readonly deviceId: string
  readonly salt: readonly number[]
  readonly rounds: number
  readonly blob: readonly number[]
}

/** What a script of the page itself can read: the key that seals the blob is used, not taken. */
function keptPins(page: Page): Promise<Kept> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('countersign')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    // biome-ignore lint/suspicious/noExplicitAny: the record as it lies there
    const [record] = await new Promise<any[]>((resolve) => {
      const request = database.transaction('pin').objectStore('pin').getAll()
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    const [pin, ...more] = record.pins
    if (more.length > 0) throw new Error('the PIN before is kept')
    const additionalData = new TextEncoder().encode(`${record.id}/${pin.pinId}`)
    const algorithm = { name: 'AES-GCM', iv: pin.iv, additionalData }
    const blob = new Uint8Array(await crypto.subtle.decrypt(algorithm, record.sealingKey, pin.sealedBlob))
    return { deviceId: record.id, salt: [...pin.salt], rounds: pin.rounds, blob: [...blob] }
  })
}

function publicKeyOf(seed: Uint8Array): Buffer {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return Buffer.from(createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32))
}

function spellings(secret: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  return [
    ['bytes', bytes],
    ['UTF-16', Buffer.from(bytes.toString('utf8'), 'utf16le')],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['base64url', Buffer.from(bytes.toString('base64url'))],
    ['base64', Buffer.from(bytes.toString('base64'))],
    ['SHA-256', createHash('sha256').update(bytes).digest()],
    ['list of numbers', Buffer.from([...bytes].join(','))],
  ]
}

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true })
    .map((name) => join(directory, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** The login page speaks English here, the phone German. */
function german(english: string): string {
  return accessPasses.find(({ name }) => name.en === english)?.name.de ?? assert.fail(english)
}
