// Somebody waited for a phone that did not ring: an admin reads in the console how the request reached it, on a narrow screen too.
import { randomBytes } from 'node:crypto'
import test, { after, before } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { openAdmin } from '../support/admin.js'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open([])
  admin = new ConsolePage(await world.screen('console-rings', DESKTOP), world.home.url)
  const phone = await world.phone('console-rings-owner')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

test('a request says of each phone whether it rang, and why it did not', async () => {
  const { screen } = admin
  const { ports, addApp, close } = await openAdmin(world.home)
  const { apiKey } = await addApp('Wiki')
  const account = await ports.storage.read.accounts.byUserId('olga@example.org')
  const appNonce = toBase64Url(new Uint8Array(randomBytes(32)))
  const post = async (path: string, body: unknown): Promise<{ readonly challengeId: ChallengeId }> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const reply = await fetch(world.home.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(await reply.text())
    // Sound: the reply of a good request.
    return (await reply.json()) as { readonly challengeId: ChallengeId }
  }
  const { challengeId } = await post('/v1/challenges', {
    ...{ userId: 'olga@example.org', purpose: 'login', appNonce, sameDevice: true },
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
  })
  await post(`/v1/challenges/${challengeId}/cancel`, { appNonce })
  while ((await ports.storage.read.rings.ofChallenge(challengeId)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
  await close()

  await admin.open(`/accounts/${account?.id}`)
  await screen.page.getByText('Did it ring?').click()
  await screen.sees('it was not to ring: the login page was on the phone.')
  await screen.look('rings')
  await screen.page.setViewportSize({ width: 360, height: 740 })
  await screen.look('rings-narrow')
})
