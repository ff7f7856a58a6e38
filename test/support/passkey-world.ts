// A person with a passkey, an app on another host, and a browser that answers its questions; without edges.
import type { AccountId, PasskeyAccepted, PasskeyAsked, PasskeyOptionsBody } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { LiveSession } from '@countersign/server/core/access'
import type { AuditEntry } from '@countersign/server/core/audit-entry'
import type { Passkey } from '@countersign/server/core/ports-passkeys'
import type { App } from '@countersign/server/core/records'
import type { Result } from '@countersign/server/core/refusal'
import { startSession } from '@countersign/server/flows/access/sessions'
import { addAccount } from '@countersign/server/flows/accounts'
import { beginMyPasskey, addMyPasskey as finishMyPasskey } from '@countersign/server/flows/me/passkeys'
import { loginWithPasskey, passkeyOptions } from '@countersign/server/flows/passkeys/login-with-passkey'
import type { VerifiedKeySet } from '@countersign/web-plugin/verify'
import { verifyKeySet, verifyPasskeyAssertion } from '@countersign/web-plugin/verify'
import type { Ceremony } from './soft-authenticator.js'
import { SoftAuthenticator } from './soft-authenticator.js'
import type { World, WorldOptions } from './test-world.js'
import { bytesOf, makeWorld, must } from './test-world.js'

export const WIKI = 'https://wiki.example'
export const HERE = 'https://id.example'
export const BROWSER = { address: '192.0.2.1', browser: 'Firefox on Linux' }

export interface PasskeyWorld {
  readonly world: World
  /** Of `alice`, who has `key` and nothing else. */
  readonly accountId: AccountId
  readonly key: SoftAuthenticator
  /** What the login page is given, with the nonce that its app drew. */
  readonly ask: (over?: Partial<PasskeyOptionsBody>, app?: App) => Promise<Result<PasskeyAsked>>
  /** The whole login at the app: ask, answer, log in. */
  readonly login: (how?: Login) => Promise<Result<PasskeyAccepted>>
  readonly audited: (action: string) => Promise<readonly AuditEntry[]>
  readonly notices: () => Promise<readonly string[]>
}

export interface Login {
  readonly key?: SoftAuthenticator
  readonly ceremony?: Ceremony
  readonly over?: Partial<PasskeyOptionsBody>
  /** What the app sends, when that is something else than it asked with. */
  readonly sent?: Partial<PasskeyOptionsBody>
  readonly app?: App
}

export async function passkeyWorld(options: WorldOptions = {}): Promise<PasskeyWorld> {
  const world = await makeWorld(options)
  const { ports } = world
  const { id: accountId } = must(await addAccount(ports, { userId: 'alice', displayName: 'Alice' }))
  const key = new SoftAuthenticator()
  await givePasskey(world, accountId, key)
  const ask: PasskeyWorld['ask'] = (over = {}, app = world.app) =>
    passkeyOptions(ports, app, optionsBody(over))
  return {
    ...{ world, accountId, key, ask },
    async login({ key: by = key, ceremony = {}, over = {}, sent = {}, app = world.app } = {}) {
      const body = optionsBody(over)
      const asked = await ask(body, app)
      if (!asked.ok) return asked
      const { origin: _, ...facts } = { ...body, ...sent }
      const answer = answerTo(asked.value, by, { origin: body.origin, ...ceremony })
      return loginWithPasskey(ports, app, { ...facts, request: asked.value.request, answer })
    },
    audited: async (action) =>
      (await ports.storage.read.audit.page({ action }, undefined, 100)).entries.map(({ entry }) => entry),
    notices: async () => (await ports.storage.read.notices.ofAccount(accountId, 50)).map(({ kind }) => kind),
  }
}

let drawn = 0

/** Each with a nonce of its own. */
export function optionsBody(over: Partial<PasskeyOptionsBody> = {}): PasskeyOptionsBody {
  drawn += 1
  const appNonce = new Uint8Array(32).fill(3)
  new DataView(appNonce.buffer).setUint32(0, drawn)
  return {
    ...{ userId: 'alice', purpose: 'login', origin: WIKI, context: BROWSER },
    appNonce: toBase64Url(appNonce),
    ...over,
  }
}

/** What a browser sends for a question, in base64url. */
export function answerTo({ challenge }: PasskeyAsked, key: SoftAuthenticator, ceremony: Ceremony = {}) {
  const given = key.get(bytesOf(challenge), { rpId: 'id.example', ...ceremony })
  return {
    credentialId: toBase64Url(given.credentialId),
    authenticatorData: toBase64Url(given.authenticatorData),
    clientDataJson: toBase64Url(given.clientDataJson),
    signature: toBase64Url(given.signature),
  }
}

/** Somebody who signed in at /me by phone a moment ago. */
export async function sessionAtMe(
  { ports }: Pick<World, 'ports'>,
  accountId: AccountId,
  by: LiveSession['by'] = 'phone',
): Promise<LiveSession> {
  return must(await startSession(ports, 'person', accountId, { browser: BROWSER, former: undefined, by }))
    .session
}

/** Added at /me, as its person does it. */
export async function givePasskey(
  world: Pick<World, 'ports'>,
  accountId: AccountId,
  key: SoftAuthenticator,
  name = 'Laptop',
): Promise<void> {
  must(await tryToAdd(world, await sessionAtMe(world, accountId), key, { name }))
}

export async function tryToAdd(
  { ports }: Pick<World, 'ports'>,
  session: LiveSession,
  key: SoftAuthenticator,
  { name = 'Laptop', ...ceremony }: Ceremony & { readonly name?: string } = {},
): Promise<Result<object>> {
  const begun = await beginMyPasskey(ports, session, undefined)
  if (!begun.ok) return begun
  const made = key.create(bytesOf(begun.value.challenge), ceremony)
  return finishMyPasskey(ports, session, {
    ...{ name, registration: begun.value.registration },
    credentialId: toBase64Url(made.credentialId),
    clientDataJson: toBase64Url(made.clientDataJson),
    attestationObject: toBase64Url(made.attestationObject),
  })
}

export async function passkeysHeld(
  { ports }: Pick<World, 'ports'>,
  accountId: AccountId,
): Promise<readonly Passkey[]> {
  return ports.storage.read.passkeys.ofAccount(accountId)
}

/** The reason inside a refusal, or `ok`. */
export function why(result: Result<unknown>): string {
  if (result.ok) return 'ok'
  return 'because' in result.refusal ? String(result.refusal.because) : result.refusal.reason
}

export function keySetOf({ ports }: Pick<World, 'ports'>): VerifiedKeySet {
  const checked = verifyKeySet(ports.vault.keySet(), toBase64Url(ports.vault.serverId))
  if (!checked.ok) throw new Error(checked.reason)
  return checked.keySet
}

/** As the app checks what it gets; `over` is what it expects else. */
export function verified(
  world: Pick<World, 'ports' | 'clock' | 'app'>,
  assertion: string,
  over: Partial<Parameters<typeof verifyPasskeyAssertion>[0]['expected']>,
) {
  return verifyPasskeyAssertion({
    ...{ assertion, keySet: keySetOf(world), nowMs: world.clock.nowMs() },
    expected: {
      ...{ serverId: toBase64Url(world.ports.vault.serverId), appId: world.app.id, userId: 'alice' },
      ...{ appNonce: '', purpose: 'login', address: BROWSER.address, origin: WIKI, rpId: 'id.example' },
      ...over,
    },
  })
}
