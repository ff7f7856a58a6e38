// Attack: somebody who knows the password has got hold of a proof that the owner's browser once signed (from a log, a proxy, a
// backup), or of the key of a browser of their own, and shows it in the place of the owner's: with another nonce, at another app, for
// another origin, as another account, under another name. Each would make a stranger look known on the phone.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { BrowserProof } from '@countersign/protocol'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { askedFrom, knownBrowser } from '../support/browser-world.js'
import type { Signing } from '../support/login-browser.js'
import { LoginBrowser } from '../support/login-browser.js'
import { anotherApp, from, makeWorld, must, pairedDevice, requestBody } from '../support/test-world.js'

const KNOWN = 1
const NEW = 2

async function owner() {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const browser = new LoginBrowser()
  await knownBrowser(world, phone, browser)
  const seenAs = async (proof: (signing: Signing) => BrowserProof | null): Promise<number> =>
    (await askedFrom(world, phone, { proof })).shown.context.browserKnown
  return { world, phone, browser, seenAs }
}

test('[KB2] a proof counts for the request whose nonce it was signed for, and for no other', async () => {
  const { browser, seenAs } = await owner()
  let kept: BrowserProof | undefined
  assert.equal(await seenAs((signing) => (kept = browser.proof(signing))), KNOWN)
  const replayed = kept ?? assert.fail('no proof')
  assert.equal(await seenAs(() => replayed), NEW)
})

test('[KB2] a proof for another origin, server or app is none here', async () => {
  const { world, browser, seenAs } = await owner()
  const mail = await anotherApp(world)
  const elsewhere: readonly Partial<Signing>[] = [
    { origin: 'https://wiki.example.evil' },
    { origin: 'http://wiki.example' },
    { origin: 'https://wiki.example:8443' },
    { appId: mail.id },
    { serverId: new Uint8Array(32).fill(9) },
  ]
  for (const changed of elsewhere)
    assert.equal(
      await seenAs((signing) => browser.proof({ ...signing, ...changed })),
      NEW,
      JSON.stringify(changed),
    )
})

test('[KB2] the key of another account, or of another app, opens nothing here', async () => {
  const { world, phone, browser, seenAs } = await owner()
  const mallory = await pairedDevice(world, 'mallory')
  const theirs = new LoginBrowser()
  await knownBrowser(world, mallory, theirs, { userId: 'mallory' })
  assert.equal(await seenAs((signing) => theirs.proof(signing)), NEW)
  const mail = await anotherApp(world)
  const asMallory = await askedFrom(world, mallory, {
    userId: 'mallory',
    proof: (signing) => browser.proof(signing),
  })
  assert.equal(asMallory.shown.context.browserKnown, NEW)
  const atMail = await askedFrom(world, phone, { app: mail, proof: (signing) => browser.proof(signing) })
  assert.equal(atMail.shown.context.browserKnown, NEW)
})

test('[KB2] the owner’s name of the browser with a key of one’s own is a new browser', async () => {
  const { browser, seenAs } = await owner()
  const own = new LoginBrowser()
  assert.equal(await seenAs((signing) => ({ ...own.proof(signing), browserId: browser.id })), NEW)
})

test('[KB2] every changed bit of a signature is a new browser, and no login fails for it', async () => {
  const { browser, seenAs } = await owner()
  for (let nth = 0; nth < 64; nth += 7) {
    const outcome = await seenAs((signing) => {
      const proof = browser.proof(signing)
      const bytes = Buffer.from(proof.signature, 'base64url')
      bytes[nth] = (bytes[nth] ?? 0) ^ 1
      return { ...proof, signature: bytes.toString('base64url') }
    })
    assert.equal(outcome, NEW)
  }
})

test('[KB2] an origin that the app has given up makes nobody known', async () => {
  const { world, seenAs, browser } = await owner()
  const { app } = world
  assert.equal(await seenAs((signing) => browser.proof(signing)), KNOWN)
  const moved = { ...app, origins: ['https://moved.example'] }
  assert.ok(await world.ports.storage.transaction(({ apps }) => apps.save(moved)))
  const phone = await pairedDevice(world)
  const { shown } = await askedFrom(world, phone, {
    app: moved,
    proof: (signing) => browser.proof({ ...signing, origin: app.origins[0] ?? '' }),
  })
  assert.equal(shown.context.browserKnown, NEW)
})

test('[KB4] a registration is no proof, and a proof is no registration', async () => {
  const { browser, seenAs } = await owner()
  const swapped = (signing: Signing): BrowserProof => {
    const { browserId, signature } = browser.registration(signing)
    return { browserId, signature }
  }
  assert.equal(await seenAs(swapped), NEW)
})

test('[LI5] a proof under a name that nobody has is answered in the same shape', async () => {
  const { world, browser } = await owner()
  const browserProof = { browserId: browser.id, signature: 'A'.repeat(86) }
  const shapes = await Promise.all(
    ['alice', 'nobody'].map(async (userId) => {
      const body = requestBody({ userId, ...from(`192.0.2.${userId.length}`) })
      return Object.keys(must(await requestApproval(world.ports, world.app, { ...body, browserProof })))
    }),
  )
  assert.deepEqual(shapes[0], shapes[1])
})
