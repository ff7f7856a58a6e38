// A right code is used up, once, and the person is told of those that they have few of.
import type { AccountId } from '@countersign/protocol'
import { isHeld } from '../../core/counting-totp.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal } from '../../core/refusal.js'
import { notify } from '../notices.js'
import type { Proof } from './judge-code.js'

export interface Spender {
  readonly accountId: AccountId
  readonly appName: string
  readonly address: string
}

/**
 * Inside the transaction that does what the code is for: each is spent by compare-and-set, while the account is active.
 * Returns why not, or undefined when it is spent.
 */
export async function spendCode(
  ports: Ports,
  stores: Stores,
  spender: Spender,
  proof: Proof,
): Promise<Refusal | undefined> {
  const account = await stores.accounts.byId(spender.accountId)
  if (account?.state !== 'active') return { reason: 'code_refused', because: 'account' }
  const isSpent = await spend(stores, spender, proof, ports.clock.nowMs())
  if (!isSpent) return { reason: 'code_refused', because: 'used' }
  await tellPerson(ports, stores, spender, proof)
  return undefined
}

function spend(stores: Stores, { accountId }: Spender, proof: Proof, nowMs: number): Promise<boolean> {
  switch (proof.way) {
    case 'totp':
      return spendStep(stores, proof, nowMs)
    case 'backup':
      return stores.backupCodes.use(accountId, proof.selector, proof.setId, nowMs)
    case 'bypass':
      return stores.bypassCodes.use(proof.id, nowMs)
    default:
      return unknownProof(proof)
  }
}

/** The phone whose code it is may have been suspended since. */
async function spendStep(
  { totps, devices }: Stores,
  { id, step }: Extract<Proof, { way: 'totp' }>,
  nowMs: number,
): Promise<boolean> {
  const totp = await totps.byId(id)
  if (totp === undefined || !isHeld(totp, await devices.ofAccount(totp.accountId))) return false
  return totps.spendStep(id, step, nowMs)
}

/** Of a code of an app quietly, since somebody may have one every day; the others are few, and may lie in the wrong hands. */
async function tellPerson(
  ports: Ports,
  stores: Stores,
  { accountId, appName, address }: Spender,
  proof: Proof,
): Promise<void> {
  if (proof.way === 'totp') {
    const name = (await stores.totps.byId(proof.id))?.name ?? ''
    return notify(ports, stores, accountId, 'totp_used', { name, appName, address })
  }
  if (proof.way === 'bypass')
    return notify(ports, stores, accountId, 'bypass_code_used', { appName, address })
  const codes = await stores.backupCodes.ofAccount(accountId)
  const left = codes.filter(({ state }) => state === 'active').length
  const { selector } = proof
  return notify(ports, stores, accountId, 'backup_code_used', { left, selector, appName, address })
}

function unknownProof(proof: never): never {
  throw new Error('a proof of no kind', { cause: proof })
}
