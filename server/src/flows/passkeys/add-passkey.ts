// A passkey is made for an account, in a browser of its person, and counts at once; the person is told ([PK6], [PK7]).
import type { AddPasskeyBody, PasskeyBegun } from '@countersign/protocol'
import {
  equalBytes,
  fromBase64Url,
  idToBytes,
  PASSKEY_SECONDS,
  PASSKEYS_PER_ACCOUNT_MAX,
  passkeyRegistrationDocument,
  toBase64Url,
} from '@countersign/protocol'
import type { LiveSession } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'
import type { Passkey } from '../../core/ports-passkeys.js'
import type { RegistrationGiven } from '../../core/ports-webauthn.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { ownOrigin } from '../access/builtin-app.js'
import { actorOf } from '../access/sessions.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { givenBytes } from '../given-bytes.js'
import { notify } from '../notices.js'

const LIFE_MS = PASSKEY_SECONDS * 1000

/** Writes nothing: the question is known again by a keyed hash over itself. Refuses with `too_many_passkeys`. */
export async function beginPasskey(ports: Ports, session: LiveSession): Promise<Result<PasskeyBegun>> {
  const { accountId, userId, displayName } = session
  const held = await ports.storage.read.passkeys.ofAccount(accountId)
  if (held.length >= PASSKEYS_PER_ACCOUNT_MAX)
    return refused({ reason: 'too_many_passkeys', passkeys: held.length })
  const nowMs = ports.clock.nowMs()
  const facts = factsOf(ports, session, nowMs)
  const body = passkeyRegistrationDocument.encode({ ...facts, nonce: nonceOf(ports, facts) })
  return accepted({
    registration: toBase64Url(body),
    challenge: toBase64Url(challengeOf(ports, body)),
    rpId: ports.settings.passkeys.rpId,
    rpName: ports.settings.serverName,
    // The account's own id, which says nothing of it (WebAuthn §14.6.1) and stays when it is renamed.
    userHandle: toBase64Url(idToBytes(accountId)),
    userName: userId,
    displayName: displayName === '' ? userId : displayName,
    exclude: held.map(({ credentialId }) => toBase64Url(credentialId)),
    timeoutMs: LIFE_MS,
  })
}

/**
 * The browser that began, in time; the authenticator made sure of its person; a key that no account has. Refuses with `passkey_refused`,
 * `too_many_passkeys`, `account_suspended`.
 */
export async function addPasskey(
  ports: Ports,
  session: LiveSession,
  body: AddPasskeyBody,
): Promise<Result<Passkey>> {
  const { accountId } = session
  const nowMs = ports.clock.nowMs()
  const challenge = ownChallenge(ports, session, body.registration, nowMs)
  if (challenge === undefined) return refused(no('registration'))
  const given = {
    attestationObject: givenBytes(body.attestationObject),
    clientDataJson: givenBytes(body.clientDataJson),
    credentialId: givenBytes(body.credentialId),
  } satisfies RegistrationGiven
  const at = { rpId: ports.settings.passkeys.rpId, origins: [ownOrigin(ports)] }
  const read = await ports.webAuthn.readRegistration(given, challenge, at)
  if (!read.ok) {
    ports.log.warn('passkey_wrong', { accountId, fault: read.fault })
    return refused(no('wrong'))
  }
  if (!read.value.userVerified) return refused(no('person_not_verified'))
  const { credentialId, publicKey, signCount, mayBeCopied: synced } = read.value
  const key = { credentialId, publicKey, signCount, synced }
  const passkey = { ...key, id: ports.random.id<string>(), accountId, name: body.name }
  const made = { ...passkey, createdAtMs: nowMs, lastUsedAtMs: undefined }
  const added = await allOrNothing(ports, async (stores): Promise<Result<Passkey>> => {
    const account = await stores.accounts.byId(accountId)
    if (account?.state !== 'active') return refused({ reason: 'account_suspended' })
    const held = await stores.passkeys.ofAccount(accountId)
    if (held.length >= PASSKEYS_PER_ACCOUNT_MAX)
      return refused({ reason: 'too_many_passkeys', passkeys: held.length })
    if (!(await stores.passkeys.add(made))) return refused(no('known'))
    const facts = { passkeyId: made.id, passkeyName: made.name, synced }
    await record(ports, stores, actorOf(session), { action: 'passkey.added', accountId, facts })
    await notify(ports, stores, accountId, 'passkey_added', { name: made.name })
    return accepted(made)
  })
  if (added.ok) ports.log.info('passkey_added', { passkeyId: made.id, accountId })
  return added
}

/** What the authenticator was to sign; undefined: no open question of this session. */
function ownChallenge(
  ports: Ports,
  session: LiveSession,
  registration: string,
  nowMs: number,
): Uint8Array | undefined {
  const body = fromBase64Url(registration)
  const parsed = body && passkeyRegistrationDocument.parse(body)
  if (body === undefined || parsed?.ok !== true) return undefined
  const { issuedAtMs, expiresAtMs, nonce } = parsed.value
  // Rebuilt from what is known here: another session's, or another account's, has other bytes.
  const facts = factsOf(ports, session, issuedAtMs)
  const own = passkeyRegistrationDocument.encode({ ...facts, nonce: nonceOf(ports, facts) })
  const isOwn = equalBytes(nonce, nonceOf(ports, facts)) && equalBytes(own, body)
  return isOwn && nowMs < expiresAtMs ? challengeOf(ports, body) : undefined
}

function factsOf({ vault }: Ports, { accountId, id }: LiveSession, issuedAtMs: number) {
  return {
    version: 1,
    serverId: vault.serverId,
    accountId: idToBytes(accountId),
    sessionId: id,
    issuedAtMs,
    expiresAtMs: issuedAtMs + LIFE_MS,
  } as const
}

function nonceOf({ vault }: Ports, facts: ReturnType<typeof factsOf>): Uint8Array {
  const unsealed = passkeyRegistrationDocument.encode({ ...facts, nonce: new Uint8Array(32) })
  return vault.keyedHash('passkey', passkeyRegistrationDocument.message(unsealed))
}

function challengeOf({ vault }: Ports, body: Uint8Array): Uint8Array {
  return vault.sha256(passkeyRegistrationDocument.message(body))
}

function no(because: string): Refusal {
  return { reason: 'passkey_refused', because }
}
