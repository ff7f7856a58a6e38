// A set-up begun with a stolen password: whoever has Alice's password logs in before she ever does, begins the set-up, makes backup
// codes, has an app with codes half set up and a phone that waits for its digits; and leaves, or keeps the page open. Alice logs in
// later and sets her phone up. Whatever the thief left must be worth nothing: no code, no app, no phone, and no page that goes on.
import assert from 'node:assert/strict'
import test from 'node:test'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { beginSetUpTotp, confirmSetUpTotp } from '@countersign/server/flows/set-up/add-app-with-codes'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { leaveSetUp } from '@countersign/server/flows/set-up/leave-set-up'
import { beginSetUpPairing, confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { TOTP } from 'otpauth'
import { accountOf, answeredBy, setUpWhole, setUpWorld, withCodes } from '../support/set-up-world.js'
import { must, reasonOf, requestBody } from '../support/test-world.js'

test('[SU6] what a thief of the password left behind is gone when the owner’s phone counts', async () => {
  const world = await setUpWorld()
  const { ports, app } = world
  const thief = await withCodes(world)
  const app2fa = must(await beginSetUpTotp(ports, thief.browser, 'mine now'))
  const phone = await answeredBy(world, thief.browser)
  world.clock.advance(1_000)

  const owner = await setUpWhole(world)

  const { id } = await accountOf(world)
  const codes = await ports.storage.read.backupCodes.ofAccount(id)
  assert.equal(codes.length, 10, 'the owner’s alone')
  for (const code of thief.codes) assert.equal(reasonOf(await tryCode(code)), 'code_refused')
  must(await tryCode(owner.codes[0] ?? ''))
  assert.deepEqual(await ports.storage.read.totps.ofAccount(id), [])
  const active = (await ports.storage.read.devices.ofAccount(id)).filter(({ state }) => state === 'active')
  assert.deepEqual(
    active.map((device) => device.id),
    [owner.phone.id],
  )

  const secret = new URL(app2fa.link).searchParams.get('secret') ?? ''
  const code = new TOTP({ secret }).generate({ timestamp: ports.clock.nowMs() })
  for (const refused of [
    await showSetUp(ports, thief.browser),
    await makeSetUpCodes(ports, thief.browser),
    await beginSetUpPairing(ports, thief.browser),
    await confirmSetUpPairing(ports, thief.browser, phone.confirmation),
    await confirmSetUpTotp(ports, thief.browser, { id: app2fa.id, code }),
    await leaveSetUp(ports, thief.browser),
  ])
    assert.equal(reasonOf(refused), 'link_invalid')

  // Ten wrong tries block a kind for an hour; each is made an hour after the one before.
  function tryCode(typed: string) {
    world.clock.advance(3_600_000)
    return loginWithCode(ports, app, { ...requestBody(), code: typed })
  }
})

test('a thief who makes codes while the owner compares digits does not take the place of hers', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const thief = await withCodes(world)
  const owner = await withCodes(world)
  const { confirmation } = await answeredBy(world, owner.browser)
  // The hashes of a set take seconds: the thief's were begun before the owner's set-up was.
  assert.equal(reasonOf(await makeSetUpCodes(ports, thief.browser)), 'link_invalid')
  must(await confirmSetUpPairing(ports, owner.browser, confirmation))
  world.clock.advance(3_600_000)
  must(await loginWithCode(ports, world.app, { ...requestBody(), code: owner.codes[0] ?? '' }))
})

test('a thief whose codes are still being made when the owner makes hers does not take the place of hers', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const thief = await withCodes(world)
  let owner: Awaited<ReturnType<typeof withCodes>> | undefined
  const slow = {
    ...ports.codeHash,
    make: async (code: string) => {
      owner ??= await withCodes(world)
      return ports.codeHash.make(code)
    },
  }
  const late = await makeSetUpCodes({ ...ports, codeHash: slow }, thief.browser)
  assert.equal(reasonOf(late), 'link_invalid')
  const { browser, codes } = owner ?? assert.fail('the owner was not in between')
  const { confirmation } = await answeredBy(world, browser)
  must(await confirmSetUpPairing(ports, browser, confirmation))
  must(await loginWithCode(ports, world.app, { ...requestBody(), code: codes[0] ?? '' }))
})

test('whoever was thrown out with their phone does not come back by an app with codes', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const { browser, phone } = await setUpWhole(world)
  const begun = must(await beginSetUpTotp(ports, browser, 'spare key'))
  await ports.storage.transaction(({ devices }) =>
    devices.changeState(phone.id, ['active'], 'revoked', ports.clock.nowMs()),
  )
  const secret = new URL(begun.link).searchParams.get('secret') ?? ''
  const code = new TOTP({ secret }).generate({ timestamp: ports.clock.nowMs() })
  assert.equal(reasonOf(await confirmSetUpTotp(ports, browser, { id: begun.id, code })), 'link_invalid')
  assert.equal((await accountOf(world)).activeTotps, 0)
})
