// A request that nobody answers: it ends by itself, and the page says so.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { World } from './world.js'

let world: World
before(async () => {
  // The shortest life that a server allows.
  world = await World.open({ 'challenge.ttlSeconds': 20 })
})
after(() => world?.close())

test('a request that nobody answers is over, an approval that comes too late lets nobody in, and a new one does', async () => {
  const { person, phone } = await world.person('elsa')
  const login = await world.login('expiry')
  await login.signIn(person)
  await login.shown()
  const late = await phone.request()
  await login.title('Time is up')
  await login.look('time-is-up')
  assert.equal(late.remainingMs(), 0)
  const [symbolId = 0] = late.options
  await assert.rejects(phone.device.approve(late.challengeId, { mode: 'symbol', symbolId }))
  assert.equal(await login.whoAmI(), undefined)
  await login.tryAgain()
  await phone.approve(await login.shown())
  await login.isIn()
})
