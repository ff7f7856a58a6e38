// Who would be locked out by a list of policies, compared with who is by the present one.
import type { AppId } from '@countersign/protocol'
import type { LockedOut, PolicyGiven, PolicyPreview } from '@countersign/protocol/admin'
import type { LockOut, Phoneless, Places } from '../../core/lock-outs.js'
import { addressesOf, asksMoreThanPhones, deciding, lockOutFinder } from '../../core/lock-outs.js'
import type { Policy } from '../../core/policies.js'
import { readPolicy } from '../../core/policies.js'
import { policyFault } from '../../core/policy-faults.js'
import type { Ports } from '../../core/ports.js'
import type { PhonelessAccount, PolicyStore } from '../../core/ports-policies.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { defaultSettings } from '../login-terms.js'
import { momentsAhead } from '../moments-ahead.js'
import { isTimeZone, wallClocks } from '../wall-clocks.js'
import { action } from './action.js'

/** Accounts read at once: between two pages of them logins get their turn. */
const PAGE = 1_000
/** Named in the answer; more than anybody reads before a click. */
const NAMED_MAX = 50

/**
 * Looks for each active account without an active phone whether some app, address or time would lock it out, by the present list and
 * by the given one; for those with one, too, where biometrics or passkeys are asked for. Changes nothing.
 *
 * It is about apps that accept waivers, offer other ways and lead to the set-up: every other app asks a phone of everybody, whatever
 * the policies say. An app with codes is a way in where codes from apps count; printed codes are not, since they run out.
 * Refuses with `value_invalid`.
 */
export const previewPolicies = action(
  'policy.preview',
  'policies:write',
  async (
    ports,
    _actor,
    { policies }: { readonly policies: readonly PolicyGiven[] },
  ): Promise<Result<PolicyPreview>> => {
    const fault = policyFault(policies, isTimeZone)
    if (fault !== undefined) return refused({ reason: 'value_invalid', ...fault })
    const { policies: present } = await ports.storage.read.policies.current()
    const before = present.map(readPolicy)
    // New ones have no id yet; the preview tells them by their name.
    const after = policies.map((policy) => readPolicy({ ...policy, id: policy.id ?? NO_ID }))
    const appIds = await askingApps(ports)
    const finderOf = (list: readonly Policy[]): Finder =>
      lockOutFinder(list, defaultSettings(ports.settings), placesOf(ports, list, appIds))
    return accepted(
      await lookThrough(ports, finderOf(before), finderOf(after), {
        withGroups: namesGroups([...before, ...after]),
        withPhones: [before, after].some((list) => asksMoreThanPhones(list, defaultSettings(ports.settings))),
      }),
    )
  },
)

const NO_ID = '00000000-0000-0000-0000-000000000000'

type Finder = (person: Phoneless) => LockOut | undefined

/** Apps that can ask; the server's own sign-in goes by no policy ([PL4]). */
async function askingApps(ports: Ports): Promise<readonly (AppId | undefined)[]> {
  const apps = await ports.storage.read.apps.all()
  const asking = apps.filter(({ state }) => state === 'active').map(({ id }) => id)
  return asking.length === 0 ? [undefined] : asking
}

function placesOf(
  { clock }: Ports,
  policies: readonly Policy[],
  appIds: readonly (AppId | undefined)[],
): Places {
  const relevant = deciding(policies)
  return {
    appIds,
    addresses: addressesOf(relevant.flatMap(({ networks }) => networks)),
    moments: momentsAhead(
      relevant.flatMap(({ hours }) => hours),
      wallClocks(),
      clock.nowMs(),
    ),
  }
}

function namesGroups(policies: readonly Policy[]): boolean {
  return deciding(policies).some(({ body }) => body.when.groupIds.length > 0)
}

async function lookThrough(
  { storage, clock }: Ports,
  before: Finder,
  after: Finder,
  { withGroups, withPhones }: { readonly withGroups: boolean; readonly withPhones: boolean },
): Promise<PolicyPreview> {
  const nowMs = clock.nowMs()
  const counts = { withoutDevice: 0, lockedOutBefore: 0, lockedOutAfter: 0, newlyLockedOut: 0, freed: 0 }
  const newly: LockedOut[] = []
  const still: LockedOut[] = []
  for (const which of withPhones ? (['phoneless', 'withPhones'] as const) : (['phoneless'] as const))
    for await (const account of everybody(storage.read.policies[which], nowMs, withGroups)) {
      const was = before(account) !== undefined
      const lockOut = after(account)
      if (which === 'phoneless') counts.withoutDevice++
      if (was) counts.lockedOutBefore++
      if (lockOut !== undefined) counts.lockedOutAfter++
      if (was && lockOut === undefined) counts.freed++
      if (!was && lockOut !== undefined) counts.newlyLockedOut++
      if (lockOut === undefined) continue
      const named = was ? still : newly
      if (named.length < NAMED_MAX) named.push(lockedOut(account, lockOut, !was))
    }
  return { ...counts, items: [...newly, ...still].slice(0, NAMED_MAX) }
}

/** Page by page: between two of them logins get their turn. */
async function* everybody(
  page: PolicyStore['phoneless'],
  nowMs: number,
  withGroups: boolean,
): AsyncGenerator<PhonelessAccount> {
  let afterUserId = ''
  for (;;) {
    const accounts = await page(afterUserId, PAGE, nowMs, withGroups)
    yield* accounts
    const last = accounts.at(-1)
    if (last === undefined || accounts.length < PAGE) return
    afterUserId = last.userId
  }
}

function lockedOut(
  { id, userId, displayName }: PhonelessAccount,
  { appId, address, atMs, policy }: LockOut,
  newly: boolean,
): LockedOut {
  const named = policy === undefined ? null : { id: policy.body.id, name: policy.body.name }
  return {
    accountId: id,
    userId,
    displayName,
    newly,
    example: { appId: appId ?? null, address, atMs: atMs ?? null, policy: named },
  }
}
