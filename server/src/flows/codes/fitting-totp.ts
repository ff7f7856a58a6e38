// Whether a code comes from one of an account's apps or phones, looked for at the same cost whoever has how many.
import type { AccountId } from '@countersign/protocol'
import { TOTP_SECRET_BYTES, TOTPS_PER_ACCOUNT_MAX } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Totp } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import { isAsStrongAs, matchingStep, totpSecretPlace } from '../../core/totp.js'

export interface FittingTotp {
  readonly totp: Totp
  /** What `totps.spendStep` must win, in the transaction that lets somebody in. */
  readonly step: number
}

/**
 * The one that made this code in a step that was not accepted yet; undefined: none. Nothing is spent by looking.
 *
 * Always computes as many codes as an account can have apps, also for an account that is not there: its time tells nothing ([CD…]).
 * @param code digits alone, as `readCode` gives them.
 */
export async function fittingTotp(
  ports: Pick<Ports, 'storage' | 'vault' | 'clock'>,
  accountId: AccountId,
  terms: Pick<DecidedSettings, 'totpDigits' | 'totpAlgorithm'>,
  code: string,
): Promise<FittingTotp | undefined> {
  const totps = await countingTotps(ports.storage.read, accountId, terms)
  const nowMs = ports.clock.nowMs()
  const stepOf = (secret: Uint8Array, kind: Pick<Totp, 'algorithm' | 'digits'>, lastStep: number) =>
    matchingStep(secret, kind, code, nowMs, lastStep)
  let found: FittingTotp | undefined
  for (const totp of totps) {
    const step = stepOf(ports.vault.unseal(totp.sealedSecret, totpSecretPlace(totp.id)), totp, totp.lastStep)
    if (step !== undefined) found = { totp, step }
  }
  const kind = { algorithm: terms.totpAlgorithm, digits: terms.totpDigits }
  const standIn = new Uint8Array(TOTP_SECRET_BYTES[terms.totpAlgorithm])
  // The last step that there is, so that nobody's code never fits.
  for (let i = totps.length; i < TOTPS_PER_ACCOUNT_MAX; i++) stepOf(standIn, kind, Number.MAX_SAFE_INTEGER)
  return found
}

/**
 * Those whose codes count under these terms: confirmed, as strong as is asked, and of a phone only while it may approve: whoever holds a
 * phone that was suspended after wrong picks must not come in by its other door.
 */
export async function countingTotps(
  { totps, devices }: Pick<Stores, 'totps' | 'devices'>,
  accountId: AccountId,
  terms: Pick<DecidedSettings, 'totpDigits' | 'totpAlgorithm'>,
): Promise<readonly Totp[]> {
  const held = await totps.ofAccount(accountId)
  const phones = await devices.ofAccount(accountId)
  const active = new Set(phones.filter(({ state }) => state === 'active').map(({ id }) => id))
  return held.filter(
    (totp) =>
      totp.state === 'active' &&
      isAsStrongAs(totp, terms) &&
      (totp.deviceId === undefined || active.has(totp.deviceId)),
  )
}
