// Whether a typed code is right, at the same cost whether it is, whatever the account has, and whether there is one ([CD4]).
import type { AccountId, ReadCode } from '@countersign/protocol'
import { BACKUP_SELECTOR_LENGTH, equalBytes, TOTPS_PER_ACCOUNT_MAX } from '@countersign/protocol'
import type { CodePool, Totp } from '../../core/codes.js'
import type { CodeTerms } from '../../core/counting-totp.js'
import { countsNow } from '../../core/counting-totp.js'
import type { Ports } from '../../core/ports.js'
import { matchingStep, newSecret, totpSecretPlace } from '../../core/totp.js'
import { bypassCodeHash } from './bypass-code-hash.js'

/** What a right code is spent by. */
export type Proof =
  | { readonly way: 'totp'; readonly id: string; readonly step: number }
  | { readonly way: 'backup'; readonly selector: string; readonly setId: string }
  | { readonly way: 'bypass'; readonly id: string }

export interface Judged {
  readonly accountId: AccountId
  readonly pool: CodePool
  readonly terms: CodeTerms
  /** When it was typed: the time that a time-based code is compared with. */
  readonly atMs: number
}

/** Undefined: it is not right. Spends nothing. Throws Busy when too many printed codes wait for their hash. */
export function judgeCode(ports: Ports, judged: Judged, { way, code }: ReadCode): Promise<Proof | undefined> {
  switch (way) {
    case 'totp':
      return judgeTotp(ports, judged, code)
    case 'backup':
      return judgeBackupCode(ports, judged, code)
    case 'bypass':
      return judgeBypassCode(ports, judged, code)
    default:
      return unknownWay(way)
  }
}

/** Every account has as many places as one may have; the empty ones are computed with a secret that nobody knows. */
async function judgeTotp(
  ports: Ports,
  { accountId, terms, atMs }: Judged,
  code: string,
): Promise<Proof | undefined> {
  const { totps, devices } = ports.storage.read
  const phones = await devices.ofAccount(accountId)
  const counting = (await totps.ofAccount(accountId)).filter((totp) => countsNow(totp, phones, terms))
  const standIn = emptyPlace(ports, accountId, terms)
  let proof: Proof | undefined
  for (let place = 0; place < Math.max(TOTPS_PER_ACCOUNT_MAX, counting.length); place++) {
    const totp = counting[place]
    const { id, sealedSecret, algorithm, digits, lastStep } = totp ?? standIn
    const secret = ports.vault.unseal(sealedSecret, totpSecretPlace(id))
    const step = matchingStep(secret, { algorithm, digits }, code, atMs, lastStep)
    if (totp !== undefined && step !== undefined) proof ??= { way: 'totp', id, step }
  }
  return proof
}

/** What is computed with where there is no app. */
function emptyPlace(
  { vault, random }: Ports,
  id: string,
  { totpAlgorithm, totpDigits }: CodeTerms,
): Pick<Totp, 'id' | 'sealedSecret' | 'algorithm' | 'digits' | 'lastStep'> {
  const secret = newSecret(totpAlgorithm, (length) => random.bytes(length))
  const sealedSecret = vault.seal(secret, totpSecretPlace(id))
  return { id, sealedSecret, algorithm: totpAlgorithm, digits: totpDigits, lastStep: 0 }
}

/** One hash a try, of the code that its first group names or of none (NIST SP 800-63B-4 §3.1.2.2 wants it slow). */
async function judgeBackupCode(
  { storage, codeHash }: Ports,
  { accountId, pool }: Judged,
  code: string,
): Promise<Proof | undefined> {
  const selector = code.slice(0, BACKUP_SELECTOR_LENGTH)
  const kept = await storage.read.backupCodes.bySelector(accountId, selector)
  if (kept?.state !== 'active') {
    await codeHash.waste(code, pool)
    return undefined
  }
  const fits = await codeHash.fits(code, kept.hash, pool)
  return fits ? { way: 'backup', selector, setId: kept.setId } : undefined
}

async function judgeBypassCode(
  ports: Ports,
  { accountId, atMs }: Judged,
  code: string,
): Promise<Proof | undefined> {
  const open = await ports.storage.read.bypassCodes.openOf(accountId, atMs)
  const given = bypassCodeHash(ports, accountId, code)
  const fits = equalBytes(given, open?.codeHash ?? new Uint8Array(given.length))
  return open !== undefined && fits ? { way: 'bypass', id: open.id } : undefined
}

function unknownWay(way: never): never {
  throw new Error('a code of no kind', { cause: way })
}
