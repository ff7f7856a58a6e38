// Whom a list of policies would lock out: whether any app, address or time asks for a second factor that somebody does not have.
import type { AppId } from '@countersign/protocol'
import type { DecidedSettings, Requirement, SettingName } from '@countersign/protocol/admin'
import type { Address, Network } from './network.js'
import { addressText, holds, parseAddress } from './network.js'
import type { Policy } from './policies.js'
import { isInAny, isNow } from './policies.js'
import type { LocalTime } from './policy-times.js'
import type { TotpKind } from './totp.js'
import { isAsStrongAs } from './totp.js'

/** Where and when people log in, as far as policies can tell one place from another. */
export interface Places {
  /** Undefined stands for any app, where there is none yet. */
  readonly appIds: readonly (AppId | undefined)[]
  /** One for each set of addresses that the policies treat alike; undefined is no address. */
  readonly addresses: readonly (Address | undefined)[]
  /** One for each stretch of time between two turns of the policies' hours. */
  readonly moments: readonly Moment[]
}

export interface Moment {
  readonly atMs: number
  readonly clocks: ReadonlyMap<string, LocalTime>
}

/** Somebody and what they have, as far as policies can ask for it. */
export interface Phoneless {
  readonly groupIds: readonly string[]
  /** They have a phone that was suspended: to `optional` that is a phone, and it can approve nothing. */
  readonly hasSuspendedDevice: boolean
  /** What their apps with codes make, each kind once. Printed codes are not looked at: they run out. */
  readonly totps: readonly TotpKind[]
  /** They have an active phone, and one of those asks for biometrics, or none does. Undefined: they have no active phone. */
  readonly phone?: 'with_biometrics' | 'without' | undefined
  readonly hasPasskey?: boolean
}

/** One login that fails. A policy of undefined: the server's default. */
export interface LockOut {
  readonly appId: AppId | undefined
  readonly address: string
  /** Undefined: no policy looks at the clock. */
  readonly atMs: number | undefined
  readonly policy: Policy | undefined
}

/**
 * Finds for each person one login that would lock them out, or undefined when there is none at all.
 *
 * Apps, addresses and moments that no policy tells apart are looked at once, and so are people in the same groups; moments are sets
 * of bits. So the cost is that of the policies, not of the accounts.
 */
export function lockOutFinder(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  places: Places,
): (person: Phoneless) => LockOut | undefined {
  const relevant = deciding(policies)
  const named = new Set(relevant.flatMap(({ body }) => body.when.groupIds))
  const grid = gridOf(relevant, places)
  const known = new Map<string, LockOut | undefined>()
  const find = (person: Phoneless): LockOut | undefined => {
    const groups = person.groupIds.filter((id) => named.has(id)).sort()
    const key = `${factorsOf(person)} ${groups.join(' ')}`
    if (known.has(key)) return known.get(key)
    const forGroups = relevant.map(({ body }) => isMet(body.when.groupIds, groups))
    const found = search(grid, forGroups, person, defaults)
    known.set(key, found)
    return found
  }
  // Most people share all their groups with many others: for those not even the named groups are picked out again.
  const seen = new Map<string, { readonly lockOut: LockOut | undefined }>()
  return (person) => {
    const key = `${factorsOf(person)} ${person.groupIds.join(' ')}`
    const before = seen.get(key)
    if (before !== undefined) return before.lockOut
    const lockOut = find(person)
    seen.set(key, { lockOut })
    return lockOut
  }
}

/** The policies that decide for anybody whether they are let in; the others cannot lock out. */
export function deciding(policies: readonly Policy[]): readonly Policy[] {
  return policies.filter(
    ({ body, says }) => body.enabled && LETTING_IN.some((name) => says[name] !== undefined),
  )
}

const LETTING_IN = [
  'requirement',
  'otherWays',
  'totpDigits',
  'totpAlgorithm',
  'setUp',
  'userVerification',
  'passkeys',
] as const satisfies readonly SettingName[]

/** Whether this list asks somewhere for what a phone alone does not have: then people with phones are looked at, too. */
export function asksMoreThanPhones(policies: readonly Policy[], defaults: DecidedSettings): boolean {
  const asks = ({ userVerification, passkeys }: Partial<DecidedSettings>): boolean =>
    userVerification === 'biometrics' || passkeys === 'required'
  return asks(defaults) || policies.some(({ body, says }) => body.enabled && asks(says))
}

function factorsOf({ hasSuspendedDevice, totps, phone, hasPasskey = false }: Phoneless): string {
  return `${phone} ${hasPasskey} ${hasSuspendedDevice} ${totps.map(({ algorithm, digits }) => `${algorithm}/${digits}`).join()}`
}

/** An address of every set that the networks tell apart: of each network without those inside it, and of none of them. */
export function addressesOf(networks: readonly Network[]): readonly (Address | undefined)[] {
  const roots: readonly Network[] = [
    { family: 4, bytes: new Array<number>(4).fill(0), prefix: 0 },
    { family: 6, bytes: new Array<number>(16).fill(0), prefix: 0 },
  ]
  const found = [...networks, ...roots].flatMap((network) => {
    const inside = networks.filter((other) => other.prefix > network.prefix && holds(network, other))
    // Addresses for documentation (RFC 5737, RFC 3849) where any would do: nobody takes them for a machine of theirs.
    const shown = DOCUMENTATION.find(
      (address) => holds(network, address) && !inside.some((other) => holds(other, address)),
    )
    return shown ?? outside(network, inside) ?? []
  })
  return [...found, undefined]
}

const DOCUMENTATION = ['203.0.113.7', '2001:db8::7'].flatMap((text) => parseAddress(text) ?? [])

/** The first address of the network that none of the inner ones holds. */
function outside(network: Network, inside: readonly Network[]): Address | undefined {
  const within = inside.filter((other) => holds(network, other))
  if (within.length === 0) return { family: network.family, bytes: network.bytes }
  if (within.some((other) => other.prefix <= network.prefix)) return undefined
  const prefix = network.prefix + 1
  const lower = { ...network, prefix }
  const upper = { ...lower, bytes: withBit(network.bytes, network.prefix) }
  return (
    outside(
      lower,
      inside.filter((other) => holds(lower, other)),
    ) ?? outside(upper, within)
  )
}

function withBit(bytes: readonly number[], bit: number): readonly number[] {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte | (0x80 >> (bit & 7)) : byte))
}

function isMet<T>(wanted: readonly T[], given: readonly T[]): boolean {
  return wanted.length === 0 || wanted.some((each) => given.includes(each))
}

interface Grid {
  readonly policies: readonly Policy[]
  readonly moments: readonly Moment[]
  readonly apps: readonly Class<AppId | undefined>[]
  readonly addresses: readonly Class<Address | undefined>[]
  /** Per policy: bit n is set when its hours hold at moment n. */
  readonly times: readonly bigint[]
  readonly everMoment: bigint
}

/** One of several that the policies do not tell apart, and per policy whether it is meant. */
interface Class<T> {
  readonly one: T
  readonly meant: readonly boolean[]
}

function gridOf(policies: readonly Policy[], { appIds, addresses, moments }: Places): Grid {
  const apps = classes(appIds, policies, (appId, { body }) =>
    isMet<AppId | undefined>(body.when.appIds, [appId]),
  )
  const distinct = classes(moments, policies, ({ clocks }, { hours }) =>
    hours.length === 0 ? true : hours.some((each) => isNow(each, clocks)),
  )
  return {
    policies,
    moments: distinct.map(({ one }) => one),
    apps,
    addresses: classes(
      addresses,
      policies,
      (address, { networks }) => networks.length === 0 || isInAny(networks, address),
    ),
    times: policies.map((_, at) => bitsWhere(distinct.map(({ meant }) => meant[at] === true))),
    everMoment: bitsWhere(distinct.map(() => true)),
  }
}

function classes<T>(
  all: readonly T[],
  policies: readonly Policy[],
  means: (each: T, policy: Policy) => boolean,
): readonly Class<T>[] {
  const found = new Map<string, Class<T>>()
  for (const one of all) {
    const meant = policies.map((policy) => means(one, policy))
    const key = meant.map(Number).join('')
    if (!found.has(key)) found.set(key, { one, meant })
  }
  return [...found.values()]
}

function bitsWhere(set: readonly boolean[]): bigint {
  return set.reduce((bits, on, at) => (on ? bits | (1n << BigInt(at)) : bits), 0n)
}

/** For each app and address: the moments in which something is asked, less those in which this person has it, or may set it up. */
function search(
  grid: Grid,
  forGroups: readonly boolean[],
  person: Phoneless,
  defaults: DecidedSettings,
): LockOut | undefined {
  for (const app of grid.apps)
    for (const address of grid.addresses) {
      const meant = grid.policies.map(
        (_, at) => forGroups[at] === true && app.meant[at] === true && address.meant[at] === true,
      )
      const decided: Decided = (name, wanted) => decidedMoments(grid, meant, defaults, name, wanted)
      const open = momentsOf(lettingIn(person, decided))
      for (const { bits, policy } of decided('requirement', (value) => locks(value, person))) {
        const locked = bits & ~open
        if (locked === 0n) continue
        const blamed = blame(person, decided, locked) ?? { bits: locked, policy }
        return lockOut(grid, app.one, address.one, blamed.bits, blamed.policy)
      }
    }
  return undefined
}

interface Moments {
  readonly bits: bigint
  readonly policy: Policy | undefined
}

type Decided = <N extends SettingName>(
  name: N,
  wanted: (value: DecidedSettings[N]) => boolean,
) => readonly Moments[]

/** The moments in which a setting has a value that is wanted, by the policy that decides it; the default's last. */
function decidedMoments<N extends SettingName>(
  grid: Grid,
  meant: readonly boolean[],
  defaults: DecidedSettings,
  name: N,
  wanted: (value: DecidedSettings[N]) => boolean,
): readonly Moments[] {
  const found: Moments[] = []
  let open = grid.everMoment
  for (const [at, policy] of grid.policies.entries()) {
    const value = policy.says[name]
    if (meant[at] !== true || value === undefined) continue
    const bits = open & (grid.times[at] ?? 0n)
    // Sound: `says` has for a name what the settings have for it.
    if (wanted(value as DecidedSettings[N])) found.push({ bits, policy })
    open &= ~bits
    if (open === 0n) return found
  }
  if (wanted(defaults[name])) found.push({ bits: open, policy: undefined })
  return found
}

function momentsOf(parts: readonly Moments[]): bigint {
  return parts.reduce((all, { bits }) => all | bits, 0n)
}

/** As a login decides it: `optional` asks whoever has something, also when it can answer nothing. */
function locks(requirement: Requirement, person: Phoneless): boolean {
  return hasNothing(person) ? requirement === 'required' : requirement !== 'off'
}

function hasNothing({ hasSuspendedDevice, totps, phone, hasPasskey }: Phoneless): boolean {
  return !hasSuspendedDevice && totps.length === 0 && phone === undefined && hasPasskey !== true
}

/** When something of theirs counts; for whoever has nothing, when the login leads to the set-up. */
function lettingIn(person: Phoneless, decided: Decided): readonly Moments[] {
  if (hasNothing(person)) return decided('setUp', (setUp) => setUp === 'at_login')
  const byPasskey = person.hasPasskey === true ? decided('passkeys', (use) => use !== 'off') : []
  // Where passkeys are required, nothing else counts.
  const others = momentsOf(decided('passkeys', (use) => use !== 'required'))
  const byOther = [...byPhone(person, decided), ...byCodes(person, decided)]
  return [...byPasskey, ...byOther.map(({ bits, policy }) => ({ bits: bits & others, policy }))]
}

/** Where biometrics are asked for, a phone without can only deny. */
function byPhone({ phone }: Phoneless, decided: Decided): readonly Moments[] {
  if (phone === undefined) return []
  return decided('userVerification', (asked) => asked !== 'biometrics' || phone === 'with_biometrics')
}

/** What asks for more than they have, where it is not the requirement alone that locks them out. */
function blame({ phone, hasPasskey }: Phoneless, decided: Decided, locked: bigint): Moments | undefined {
  const wanting = [
    ...(hasPasskey === true ? [] : decided('passkeys', (use) => use === 'required')),
    ...(phone === 'without' ? decided('userVerification', (asked) => asked === 'biometrics') : []),
  ]
  return wanting.map(({ bits, policy }) => ({ bits: bits & locked, policy })).find(({ bits }) => bits !== 0n)
}

function byCodes(person: Phoneless, decided: Decided): readonly Moments[] {
  const allowed = momentsOf(decided('otherWays', (ways) => ways.includes('totp')))
  return person.totps.map((kind) => {
    const digits = decided('totpDigits', (totpDigits) =>
      isAsStrongAs(kind, { totpDigits, totpAlgorithm: 'SHA1' }),
    )
    const algorithm = decided('totpAlgorithm', (totpAlgorithm) =>
      isAsStrongAs(kind, { totpDigits: 6, totpAlgorithm }),
    )
    return { bits: allowed & momentsOf(digits) & momentsOf(algorithm), policy: undefined }
  })
}

function lockOut(
  { moments, policies }: Grid,
  appId: AppId | undefined,
  address: Address | undefined,
  bits: bigint,
  policy: Policy | undefined,
): LockOut {
  const timed = policies.some(({ hours }) => hours.length > 0)
  const moment = moments.find((_, at) => ((bits >> BigInt(at)) & 1n) === 1n)
  return {
    appId,
    address: address === undefined ? '' : addressText(address),
    atMs: timed ? moment?.atMs : undefined,
    policy,
  }
}
