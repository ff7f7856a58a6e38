// Logins from browsers that keep keys, over the flows: ask with a proof, approve on a phone somewhere, redeem, register.
import { randomBytes } from 'node:crypto'
import type { ApprovalRequested, BrowserProof, BrowserRegistered, Challenge } from '@countersign/protocol'
import { challengeDocument, toBase64Url } from '@countersign/protocol'
import type { App } from '@countersign/server/core/records'
import type { Result } from '@countersign/server/core/refusal'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { registerBrowser } from '@countersign/server/flows/browsers/register-browser'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import type { LoginBrowser, Signing } from './login-browser.js'
import type { TestDevice } from './test-device.js'
import type { LoginBody, World } from './test-world.js'
import { asked, must, settled } from './test-world.js'

export const HOME = '198.51.100.7'
export const ORIGIN = 'https://wiki.example'

/** One login as its app keeps it. */
export interface Login {
  readonly requested: ApprovalRequested
  readonly appNonce: Uint8Array
  /** What the phone was shown. */
  readonly shown: Challenge
}

export interface Asking {
  readonly app?: App
  readonly userId?: string
  readonly address?: string
  /** Makes the proof for the nonce that was drawn; undefined leaves it out. */
  readonly proof?: ((signing: Signing) => BrowserProof | null) | undefined
  readonly over?: Partial<LoginBody>
}

export function signingOf(world: World, appNonce: Uint8Array, app: App = world.app): Signing {
  return { serverId: world.ports.vault.serverId, appId: app.id, origin: app.origins[0] ?? '', appNonce }
}

/** Asks with a nonce of its own; without `proof` the app knows nothing of browsers. */
export async function askedFrom(world: World, phone: TestDevice, asking: Asking = {}): Promise<Login> {
  const { app = world.app, userId = 'alice', address = HOME, proof, over = {} } = asking
  const appNonce = new Uint8Array(randomBytes(32))
  const browserProof = proof?.(signingOf(world, appNonce, app))
  const requested = await asked(
    world,
    {
      userId,
      appNonce: toBase64Url(appNonce),
      context: { address, browser: 'Firefox on Linux' },
      ...(browserProof === undefined ? {} : { browserProof }),
      ...over,
    },
    app,
  )
  const delivery = await world.ports.storage.read.challenges.delivery(requested.challengeId, phone.id)
  if (delivery === undefined) throw new Error('the phone was shown nothing')
  const shown = challengeDocument.parse(delivery.body)
  if (!shown.ok) throw new Error(shown.fault)
  return { requested, appNonce, shown: shown.value }
}

/** Approved by a phone at an address, and redeemed. */
export async function letIn(
  world: World,
  phone: TestDevice,
  { requested, appNonce }: Login,
  { at = HOME, app = world.app }: { readonly at?: string; readonly app?: App } = {},
): Promise<void> {
  const { challengeId, match } = requested
  // A request that did not ring is fetched: the phone has to have seen it.
  const frame = await phone.approve(challengeId, match)
  must(await answerChallenge(world.ports, phone.id, frame, at))
  must(await redeemChallenge(world.ports, app, challengeId, appNonce))
  await settled()
}

export function registered(
  world: World,
  browser: LoginBrowser,
  { requested: { challengeId }, appNonce }: Login,
  over: Partial<Signing> & { readonly app?: App } = {},
): Promise<Result<BrowserRegistered>> {
  const { app = world.app, ...changed } = over
  const signed = browser.registration({ ...signingOf(world, appNonce, app), ...changed })
  return registerBrowser(world.ports, app, { challengeId, appNonce: toBase64Url(appNonce), ...signed })
}

/** A browser that signed in once, at home beside the phone, and is known. */
export async function knownBrowser(
  world: World,
  phone: TestDevice,
  browser: LoginBrowser,
  asking: Asking = {},
) {
  const login = await askedFrom(world, phone, { proof: () => null, ...asking })
  await letIn(world, phone, login, asking.app === undefined ? {} : { app: asking.app })
  const outcome = await registered(world, browser, login, asking.app === undefined ? {} : { app: asking.app })
  return must(outcome)
}
