// Signing in by the flows alone: the phone types the code that the page shows.
import type { SignInStarted } from '@countersign/protocol/admin'
import type { SessionKind } from '@countersign/server/core/access'
import type { SignedIn } from '@countersign/server/flows/access/sessions'
import { finishSignIn, startSignIn } from '@countersign/server/flows/access/sign-in'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import type { TestDevice } from './test-device.js'
import type { World } from './test-world.js'
import { must, settled } from './test-world.js'

const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }

/** The whole way in of whoever holds the device. */
export async function signedIn(
  world: World,
  kind: SessionKind,
  device: TestDevice,
  userId = 'alice',
): Promise<SignedIn> {
  const begun = must(await startSignIn(world.ports, kind, { userId, browser, known: '' }))
  await typed(world, device, begun.started)
  return must(await finishSignIn(world.ports, kind, { secret: begun.secret, browser, former: undefined }))
}

export async function typed(
  { ports }: World,
  device: TestDevice,
  { challengeId, code }: Pick<SignInStarted, 'challengeId' | 'code'>,
): Promise<void> {
  await settled()
  const frame = await device.approve(challengeId, { mode: 'code', code })
  must(await answerChallenge(ports, device.id, frame))
  await settled()
}
