// A code's statement passed off as a device's: both are JWS of one server, of one type, with the same app, person and nonce in them. If
// either verifier took the other's, a printed code would be worth a phone: at an app that wants the device's own signature, and, by a
// server that lies, where phones are pinned. The other way round an approval would be worth a code, twice for one tap.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SignedKeySet } from '@countersign/protocol'
import { codeWays, toBase64Url } from '@countersign/protocol'
import type { Expected, ExpectedCode, VerifiedKeySet } from '@countersign/web-plugin/verify'
import { verifyAssertion, verifyCodeAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { storedVector } from '../protocol/make-vectors.js'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

let server: TestServer
let apiKey: string
let appId: string
let keySet: VerifiedKeySet

before(async () => {
  server = await TestServer.start()
  ;({ apiKey, appId } = await server.addApp())
  await server.addAccount()
  const signed: SignedKeySet = (await server.call('GET', '/v1/keyset')).json
  const verified = verifyKeySet(signed, toBase64Url(server.ports.vault.serverId))
  assert.ok(verified.ok)
  keySet = verified.keySet
})
after(() => server.stop())

const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
const common = (appNonce: string) => ({
  serverId: toBase64Url(server.ports.vault.serverId),
  ...{ appId, userId: 'alice', appNonce, purpose: 'login' as const },
})
const asCode = (assertion: string, appNonce: string, way: ExpectedCode['way']) =>
  verifyCodeAssertion({
    ...{ assertion, keySet, nowMs: Date.now() },
    expected: { ...common(appNonce), address: context.address, way },
  })
const asDevice = (assertion: string, expected: Expected) =>
  verifyAssertion({ assertion, keySet, expected, nowMs: Date.now() })

test('[CD6] what a server says for a code is no word of a device, whatever the app expects of it', async () => {
  const account = await server.ports.storage.read.accounts.byUserId('alice')
  assert.ok(account)
  const app = await giveTotp(server.ports, account.id)
  await giveBackupCodes(server.ports, account.id)
  await giveBypassCode(server.ports, account.id)
  const codes = { totp: app(), backup: BACKUP, bypass: BYPASS }
  for (const way of codeWays) {
    // As an app would that also asked the phone, with one nonce for both.
    const asked = await server.requestApproval(apiKey)
    const body = { ...approvalBody({ appNonce: asked.appNonce }), code: codes[way] }
    const { status, json } = await server.call('POST', '/v1/codes', { apiKey, body })
    assert.equal(status, 200)
    assert.equal(asCode(json.assertion, asked.appNonce, way).ok, true)
    for (const other of codeWays.filter((each) => each !== way))
      assert.deepEqual(asCode(json.assertion, asked.appNonce, other), { ok: false, reason: 'way_other' })
    const expected: Expected = {
      ...{ ...common(asked.appNonce), challengeId: asked.challengeId, accountId: asked.accountId },
      context: { ...context, origin: 'https://wiki.example' },
      match: asked.match,
    }
    assert.deepEqual(asDevice(json.assertion, expected), { ok: false, reason: 'claims_malformed' })
  }
})

test('[CD6] what a server says for an approval is no code', async () => {
  const phone = await Phone.paired(server)
  const asked = await server.requestApproval(apiKey)
  await phone.pull()
  await phone.approve(asked.challengeId, asked.match)
  const { json } = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  assert.ok(json.assertion)
  for (const way of codeWays)
    assert.deepEqual(asCode(json.assertion, asked.appNonce, way), { ok: false, reason: 'claims_malformed' })
  phone.close()
})

test('[CD6] no good assertion of the vectors is good as the other kind', () => {
  interface Stored<E> {
    readonly keySet: SignedKeySet
    readonly cases: readonly { readonly valid: boolean; readonly expected: E; readonly assertion: string }[]
  }
  type At = { readonly nowMs: number }
  const devices = JSON.parse(storedVector('assertions.json')) as Stored<Expected & At>
  const codes = JSON.parse(storedVector('codes.json')) as Stored<ExpectedCode & At>
  const set = verifyKeySet(codes.keySet, codes.cases[0]?.expected.serverId ?? '')
  assert.ok(set.ok)
  const good = <E>({ cases }: Stored<E>) => cases.filter(({ valid }) => valid)
  for (const device of good(devices))
    for (const code of good(codes)) {
      const { nowMs } = device.expected
      const swapped = verifyAssertion({ ...device, assertion: code.assertion, keySet: set.keySet, nowMs })
      assert.deepEqual(swapped, { ok: false, reason: 'claims_malformed' })
      const back = verifyCodeAssertion({ ...code, assertion: device.assertion, keySet: set.keySet, nowMs })
      // Longer than any assertion of a code, or of another shape.
      assert.equal(back.ok, false)
    }
})
