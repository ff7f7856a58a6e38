// The answer of a passkey is checked, outside any transaction; and spent, once, inside the one that lets somebody in ([PK4], [PK5]).
import type { AppId, PasskeyAnswer } from '@countersign/protocol'
import { equalBytes, idFromBytes, idToBytes } from '@countersign/protocol'
import { isCloned, isSynced } from '../../core/passkey.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Passkey } from '../../core/ports-passkeys.js'
import type { AssertionGiven } from '../../core/ports-webauthn.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { givenBytes } from '../given-bytes.js'
import type { OpenQuestion } from './question.js'

/** A signature of a passkey of the very account that the question is for. */
export interface Proof {
  readonly passkey: Passkey
  readonly given: AssertionGiven
  readonly signCount: number
}

/**
 * The passkey is that account's; the signature is over this question, on the page that it names and in no frame; the authenticator has
 * made sure of its person; and it is no copy of a key that cannot be copied. Refuses with `passkey_refused`.
 */
export async function checkPasskey(
  ports: Ports,
  question: OpenQuestion,
  answer: PasskeyAnswer,
): Promise<Result<Proof>> {
  const given = {
    credentialId: givenBytes(answer.credentialId),
    authenticatorData: givenBytes(answer.authenticatorData),
    clientDataJson: givenBytes(answer.clientDataJson),
    signature: givenBytes(answer.signature),
  }
  const passkey = await ports.storage.read.passkeys.byCredentialId(given.credentialId)
  if (passkey === undefined) return refused(no('unknown'))
  if (!equalBytes(idToBytes(passkey.accountId), question.accountId)) return refused(no('of_other_account'))
  const at = { rpId: ports.settings.passkeys.rpId, origins: [question.origin] }
  const read = await ports.webAuthn.readAssertion(given, passkey.publicKey, question.challenge, at)
  if (!read.ok) {
    ports.log.warn('passkey_wrong', { passkeyId: passkey.id, fault: read.fault })
    return refused(no('wrong'))
  }
  // NIST SP 800-63B-4 §3.1.7.2: without it the passkey would be one factor, of which a thief holds the whole.
  if (!read.value.userVerified) return refused(no('person_not_verified'))
  // WebAuthn §7.2 step 18: what may be copied, and what not, never changes.
  if (isSynced(given.authenticatorData) !== passkey.synced) return refused(no('changed'))
  const { signCount } = read.value
  if (isCloned(passkey.signCount, signCount)) return refused(no('copied'))
  return accepted({ passkey, given, signCount })
}

/** Inside the transaction that lets somebody in: of any number of answers to one question, one. */
export async function spendPasskey(
  stores: Pick<Stores, 'accounts' | 'passkeys'>,
  { appId, appNonce, expiresAtMs }: OpenQuestion,
  { passkey, signCount }: Proof,
  nowMs: number,
): Promise<Refusal | undefined> {
  const account = await stores.accounts.byId(passkey.accountId)
  if (account?.state !== 'active') return no('account')
  if (!(await stores.passkeys.spend(idFromBytes<AppId>(appId), appNonce, expiresAtMs))) return no('spent')
  // Removed meanwhile, or used at this very moment with a count of its own.
  const isUsed = await stores.passkeys.use(passkey.id, passkey.signCount, signCount, nowMs)
  return isUsed ? undefined : no('overtaken')
}

function no(because: string): Refusal {
  return { reason: 'passkey_refused', because }
}
