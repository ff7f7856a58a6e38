// Biometrics on a phone, end to end, with Chromium's virtual authenticator: set up after pairing, used, not recognised, gone, and another phone's.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { CDPSession } from 'playwright-core'
import type { Phone } from './phone.js'
import { World } from './world.js'

/** The phone's own sensor, which knows its person until it is told not to. */
class Sensor {
  readonly #devtools: CDPSession
  readonly #authenticatorId: string

  private constructor(devtools: CDPSession, authenticatorId: string) {
    this.#devtools = devtools
    this.#authenticatorId = authenticatorId
  }

  static async in({ screen: { page } }: Phone): Promise<Sensor> {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
    return new Sensor(devtools, authenticatorId)
  }

  async recognises(isUserVerified: boolean): Promise<void> {
    const authenticatorId = this.#authenticatorId
    await this.#devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  }

  async signCounts(): Promise<readonly number[]> {
    const authenticatorId = this.#authenticatorId
    const { credentials } = await this.#devtools.send('WebAuthn.getCredentials', { authenticatorId })
    return credentials.map(({ signCount }) => signCount)
  }

  /** As when its person takes it out of the phone’s settings. */
  async loses(): Promise<void> {
    const authenticatorId = this.#authenticatorId
    await this.#devtools.send('WebAuthn.clearCredentials', { authenticatorId })
  }
}

test('a phone approves with the fingerprint of its person, and with nothing else once a policy says so', async (t) => {
  const world = await World.open(['ada'], {}, 'localhost')
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['ada'] }, '127.0.0.1')
  const phone = await world.phone('biometrics')
  const login = await world.loginPage('biometrics', site)

  const ticket = await world.ticket('ada')
  await phone.accept(ticket.link)
  const digits = await phone.confirmation()
  await Sensor.in(phone)
  await world.confirm(ticket, digits)
  await phone.title('Paired')
  // One question at a time; ringing is the first.
  await phone.screen.press('Not now')
  await phone.screen.sees('Approve with your fingerprint or face?')
  await phone.screen.look('offer')
  // Whoever checks the page for access takes Chromium's sensor out of it: looked at is before this, and when it is over.
  const sensor = await Sensor.in(phone)
  await phone.screen.press('Set it up')
  await phone.screen.sees('Each approval on this phone asks for it.')
  assert.equal((await sensor.signCounts()).length, 1)
  await phone.screen.press('Done')
  await phone.isReady()

  // Recognised: the tap on the access pass is all there is to do.
  await login.screen.page.goto(site.origin)
  await login.signIn('ada')
  await phone.title('Log in to Demo shop?')
  await phone.pick(await login.pass())
  await login.isInside('ada')
  await phone.screen.press('Done')
  await login.screen.press('Sign out')

  // Not recognised: nothing is sent, and the person can try again.
  await policy(world, { userVerification: 'biometrics' })
  await sensor.recognises(false)
  await login.signIn('ada')
  await phone.title('Log in to Demo shop?')
  await phone.pick(await login.pass())
  await phone.title('Is it you?')
  await phone.screen.sees('Your phone did not recognise you')
  assert.equal(
    await phone.screen.page.getByLabel('Your PIN').count(),
    0,
    'no PIN where biometrics are asked for',
  )
  await sensor.recognises(true)
  await phone.screen.press('Try fingerprint, face or screen lock again')
  await login.isInside('ada')
  await phone.screen.press('Done')
  await login.screen.press('Sign out')

  // The credential is gone from the phone: Deny is as near as ever.
  await sensor.loses()
  await login.signIn('ada')
  await phone.title('Log in to Demo shop?')
  await phone.pick(await login.pass())
  await phone.title('Is it you?')
  await phone.screen.look('not-recognised')
  await phone.deny()
  await phone.title('Denied')
})

test('a phone that has nothing to show its person by is told kindly, and may deny', async (t) => {
  const world = await World.open(['ben'], {}, 'localhost')
  t.after(() => world.close())
  await policy(world, { userVerification: 'biometrics' })
  const site = await world.site('Demo shop', { linked: ['ben'] }, '127.0.0.1')
  const phone = await world.pairedPhone('no-sensor', 'ben', { colorScheme: 'dark' })
  const login = await world.loginPage('no-sensor', site)
  await login.screen.page.goto(site.origin)
  await login.signIn('ben')
  await phone.title('Log in to Demo shop?')
  await phone.pick(await login.pass())
  await phone.title('Your fingerprint or face is needed here')
  await phone.screen.sees('Approve with another of your phones, or ask your help desk.')
  await phone.screen.look('told')
  await phone.deny()
  await phone.title('Denied')
})

async function policy(world: World, says: Readonly<Record<string, string>>): Promise<void> {
  const file = join(world.home.directory, 'policies.json')
  const when = { appIds: [], groupIds: [], networks: [], times: [] }
  // biome-ignore lint/suspicious/noThenProperty: the word of the contract
  const policies = [{ name: 'All', enabled: true, when, then: says }]
  writeFileSync(file, JSON.stringify({ policies }))
  await world.home.command('policy', 'set', file, '--lock-out')
}
