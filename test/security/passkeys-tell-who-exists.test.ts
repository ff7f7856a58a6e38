// Somebody asks for a passkey's question for many user IDs, at an app's login page or at the server's own, to learn who exists and who has
// a passkey: by what comes back, by how much work it is, by what is written. A list of credentials would tell both, so there is none.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fromBase64Url, passkeyLoginDocument } from '@countersign/protocol'
import { startPasskeySignIn } from '@countersign/server/flows/access/passkey-sign-in'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithPasskey, passkeyOptions } from '@countersign/server/flows/passkeys/login-with-passkey'
import { countedStorage } from '../support/counted-storage.js'
import { answerTo, BROWSER, optionsBody, passkeyWorld, WIKI, why } from '../support/passkey-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { must } from '../support/test-world.js'

const IDS = ['alice', 'plain0', 'nobody'] as const

/** `alice` has a passkey, `plain0` an account without one, `nobody` nothing. */
async function three() {
  const passkeys = await passkeyWorld()
  must(await addAccount(passkeys.world.ports, { userId: 'plain0', displayName: '' }))
  // The list of policies is read once, for all of them.
  must(await passkeys.ask())
  const counted = countedStorage(passkeys.world.ports.storage)
  return { ...passkeys, counted, ports: { ...passkeys.world.ports, storage: counted } }
}

test('[PK3] the questions have one shape, whoever they are about, and name no passkey', async () => {
  const { ask } = await three()
  const lengths = new Set<number>()
  for (const userId of IDS) {
    const asked = must(await ask({ userId }))
    assert.deepEqual(Object.keys(asked), ['request', 'challenge', 'rpId', 'timeoutMs'])
    const parsed = passkeyLoginDocument.parse(fromBase64Url(asked.request) ?? new Uint8Array())
    assert.ok(parsed.ok)
    lengths.add(asked.request.length - userId.length)
  }
  assert.ok(lengths.size <= 2, 'the length differs by the length of the name alone')
})

test('[PK3] asking and being refused cost the same reads and writes, whoever it is about', async () => {
  const { world, ports, counted } = await three()
  const key = new SoftAuthenticator()
  const costs = []
  for (const userId of IDS) {
    const { origin, ...facts } = optionsBody({ userId })
    counted.calls()
    const asked = must(await passkeyOptions(ports, world.app, { ...facts, origin }))
    const asking = counted.calls()
    counted.calls()
    const answer = answerTo(asked, key, { origin: WIKI })
    const refused = await loginWithPasskey(ports, world.app, { ...facts, request: asked.request, answer })
    assert.equal(why(refused), 'unknown')
    costs.push({ asking, refusing: counted.calls() })
  }
  assert.deepEqual(costs[1], costs[0])
  assert.deepEqual(costs[2], costs[0])
})

test('[PK10] the server’s own sign-in asks everybody the same, and writes nothing', async () => {
  const { ports, counted } = await three()
  const costs = []
  for (const kind of ['admin', 'person'] as const)
    for (const userId of IDS) {
      counted.calls()
      const { asked } = await startPasskeySignIn(ports, kind, { userId, browser: BROWSER })
      assert.deepEqual(Object.keys(asked), ['request', 'challenge', 'rpId', 'timeoutMs'])
      costs.push(counted.calls())
    }
  for (const cost of costs) assert.deepEqual(cost, costs[0])
})
