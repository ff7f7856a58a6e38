// How it works: nobody breaks in, everybody is shut out. An admin asks for a PIN, a QR code or a passkey at every login, as one does in an
// incident. The pages of the server itself ask for six digits, whatever policies say; but the approval was judged by the policies all the
// same, found too weak, and taken back. So whoever approved at /me, to add the passkey that is demanded, was asked again, for ever.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicySettings } from '@countersign/protocol/admin'
import { askForApproval, finishApproval } from '@countersign/server/flows/access/fresh-approval'
import { knownBrowser } from '@countersign/server/flows/access/known-browser'
import { finishSignIn, startSignIn } from '@countersign/server/flows/access/sign-in'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { policy } from '../support/code-world.js'
import { setPolicies } from '../support/policy-world.js'
import { asked, makeWorld, must, NONCE, pairedDevice } from '../support/test-world.js'

const BROWSER = { address: '192.0.2.1', browser: 'Firefox on Linux' }
const STRICTER: readonly PolicySettings[] = [
  { userVerification: 'any' },
  { userVerification: 'biometrics' },
  { match: 'qr' },
  { newBrowserMatch: 'qr' },
  { passkeys: 'required' },
]

for (const then of STRICTER)
  test(`[PL3] a policy with ${JSON.stringify(then)} takes back no approval at /me, signing in or once more`, async () => {
    const world = await makeWorld()
    const { ports } = world
    const phone = await pairedDevice(world)
    await setPolicies(world, [policy(then)])
    const known = knownBrowser(ports, phone.accountId)
    const { started, secret } = must(
      await startSignIn(ports, 'person', { userId: 'alice', browser: BROWSER, known }),
    )
    const digits = { mode: 'code', code: started.code } as const
    must(await answerChallenge(ports, phone.id, await phone.approve(started.challengeId, digits)))
    const signedIn = await finishSignIn(ports, 'person', { secret, browser: BROWSER, former: undefined })
    const { session } = must(signedIn)

    const again = must(await askForApproval(ports, session, BROWSER))
    const more = { mode: 'code', code: again.code } as const
    must(await answerChallenge(ports, phone.id, await phone.approve(again.challengeId, more)))
    must(await finishApproval(ports, session, again.challengeId))
  })

test('[PL3] an app gets no approval that its policies ask more of since', async () => {
  for (const then of STRICTER) {
    const world = await makeWorld()
    const phone = await pairedDevice(world)
    const request = await asked(world)
    await setPolicies(world, [policy(then)])
    must(
      await answerChallenge(world.ports, phone.id, await phone.approve(request.challengeId, request.match)),
    )
    const redeemed = await redeemChallenge(world.ports, world.app, request.challengeId, NONCE)
    assert.ok(!redeemed.ok, JSON.stringify(then))
  }
})
