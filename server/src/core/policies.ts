// Which policy decides what: each setting by the topmost policy that applies and says something about it, else by the server's default.
import type { AppId } from '@countersign/protocol'
import { CHALLENGE_TTL_SECONDS, SYMBOLS_SHOWN } from '@countersign/protocol'
import type {
  DecidedSettings,
  PolicyBody,
  PolicySettings,
  PolicyVerdict,
  Profile,
  SettingName,
} from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import type { Address, Network } from './network.js'
import { holds, parseNetwork } from './network.js'
import type { Hours, LocalTime } from './policy-times.js'
import { hoursOf, isWithin } from './policy-times.js'

/** A policy read once: its ranges and hours in a form that is quick to compare with. */
export interface Policy {
  readonly body: PolicyBody
  readonly says: Partial<DecidedSettings>
  readonly networks: readonly Network[]
  readonly hours: readonly Hours[]
}

/** Whom and what a decision is about. */
export interface PolicyFacts {
  readonly appId: AppId | undefined
  readonly groupIds: readonly string[]
  /** Of the login browser, as the app told it; undefined, when that was no address, is in no network. */
  readonly address: Address | undefined
  /** The clock of every time zone that a policy names. */
  readonly clocks: ReadonlyMap<string, LocalTime>
}

export type Decider =
  | { readonly by: 'policy' | 'profile'; readonly policy: Policy }
  | { readonly by: 'default'; readonly policy: undefined }

export interface Effective {
  readonly settings: DecidedSettings
  readonly decidedBy: Readonly<Record<SettingName, Decider>>
  /** Every policy in order, and the first thing that keeps it from applying. */
  readonly considered: readonly { readonly policy: Policy; readonly because: PolicyVerdict }[]
}

/**
 * What holds for these facts, and why: the login and the explanation ask this same function.
 *
 * @param policies the topmost first.
 * @param defaults what holds where no policy says anything.
 */
export function effectivePolicy(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  facts: PolicyFacts,
): Effective {
  const considered = policies.map((policy) => ({ policy, because: verdictOn(policy, facts) }))
  const applying = considered.filter(({ because }) => because === 'met').map(({ policy }) => policy)
  const decider = (name: SettingName): Decider => {
    const policy = applying.find(({ says }) => says[name] !== undefined)
    if (policy === undefined) return { by: 'default', policy }
    return { by: policy.body.then[name] === undefined ? 'profile' : 'policy', policy }
  }
  const passkeys = decider('passkeys')
  const isPasskeyOnly = (passkeys.policy?.says.passkeys ?? defaults.passkeys) === 'required'
  const decidedBy = {
    requirement: decider('requirement'),
    match: decider('match'),
    newBrowserMatch: decider('newBrowserMatch'),
    userVerification: decider('userVerification'),
    ring: decider('ring'),
    passkeys,
    symbolsShown: decider('symbolsShown'),
    challengeTtlSeconds: decider('challengeTtlSeconds'),
    // [PK9]: where nothing but a passkey counts, no code does, and that is why.
    otherWays: isPasskeyOnly ? passkeys : decider('otherWays'),
    totpDigits: decider('totpDigits'),
    totpAlgorithm: decider('totpAlgorithm'),
    setUp: decider('setUp'),
    setUpGraceDays: decider('setUpGraceDays'),
  }
  const settings = {
    requirement: decidedBy.requirement.policy?.says.requirement ?? defaults.requirement,
    match: decidedBy.match.policy?.says.match ?? defaults.match,
    newBrowserMatch: decidedBy.newBrowserMatch.policy?.says.newBrowserMatch ?? defaults.newBrowserMatch,
    userVerification: decidedBy.userVerification.policy?.says.userVerification ?? defaults.userVerification,
    ring: decidedBy.ring.policy?.says.ring ?? defaults.ring,
    passkeys: decidedBy.passkeys.policy?.says.passkeys ?? defaults.passkeys,
    symbolsShown: decidedBy.symbolsShown.policy?.says.symbolsShown ?? defaults.symbolsShown,
    challengeTtlSeconds:
      decidedBy.challengeTtlSeconds.policy?.says.challengeTtlSeconds ?? defaults.challengeTtlSeconds,
    otherWays: isPasskeyOnly ? [] : (decidedBy.otherWays.policy?.says.otherWays ?? defaults.otherWays),
    totpDigits: decidedBy.totpDigits.policy?.says.totpDigits ?? defaults.totpDigits,
    totpAlgorithm: decidedBy.totpAlgorithm.policy?.says.totpAlgorithm ?? defaults.totpAlgorithm,
    setUp: decidedBy.setUp.policy?.says.setUp ?? defaults.setUp,
    setUpGraceDays: decidedBy.setUpGraceDays.policy?.says.setUpGraceDays ?? defaults.setUpGraceDays,
  }
  return { settings, decidedBy, considered }
}

/** What each profile stands for. */
export const profileSettings: Readonly<Record<Profile, Partial<Omit<DecidedSettings, 'requirement'>>>> = {
  balanced: {
    match: 'symbol',
    newBrowserMatch: 'symbol',
    symbolsShown: SYMBOLS_SHOWN,
    challengeTtlSeconds: CHALLENGE_TTL_SECONDS,
    otherWays: ['totp', 'backup', 'bypass'],
  },
  // A browser that is not known gets a code: whoever blindly taps has it from a browser of their own.
  // A printed list is what is stolen: it helps to recover, together with something else, and lets nobody in alone.
  strict: {
    match: 'symbol',
    newBrowserMatch: 'code',
    challengeTtlSeconds: 60,
    otherWays: ['totp', 'bypass'],
  },
  // NIST SP 800-63B-4 §3.1.3.1: the secret is transferred, not picked from a list.
  // Time-based codes (§3.1.4) and look-up secrets (§3.1.2) are authenticators there; what a help desk tells is none.
  // §2.2.2: at AAL2 a phishing-resistant way is offered; §3.1.3.4: with the PIN or biometrics the phone is a multi-factor authenticator.
  nist: {
    match: 'code',
    newBrowserMatch: 'code',
    challengeTtlSeconds: CHALLENGE_TTL_SECONDS,
    passkeys: 'offered',
    otherWays: ['totp', 'backup'],
  },
}

/** Reads a policy that `policyFault` has found nothing wrong with. */
export function readPolicy(body: PolicyBody): Policy {
  return {
    body,
    says: saidBy(body.then),
    networks: body.when.networks.flatMap((text) => parseNetwork(text) ?? []),
    hours: body.when.times.map(hoursOf),
  }
}

/** The first condition that is not met, in the order in which people read them. */
function verdictOn({ body, networks, hours }: Policy, facts: PolicyFacts): PolicyVerdict {
  const { appIds, groupIds } = body.when
  if (!body.enabled) return 'disabled'
  if (appIds.length > 0 && (facts.appId === undefined || !appIds.includes(facts.appId))) return 'other_app'
  if (groupIds.length > 0 && !groupIds.some((id) => facts.groupIds.includes(id))) return 'other_group'
  if (body.when.networks.length > 0 && !isInAny(networks, facts.address)) return 'other_network'
  if (hours.length > 0 && !hours.some((each) => isNow(each, facts.clocks))) return 'other_time'
  return 'met'
}

export function isInAny(networks: readonly Network[], address: Address | undefined): boolean {
  return address !== undefined && networks.some((network) => holds(network, address))
}

export function isNow(hours: Hours, clocks: ReadonlyMap<string, LocalTime>): boolean {
  const clock = clocks.get(hours.timeZone)
  if (clock === undefined) throw new Error(`no clock of time zone ${hours.timeZone}`)
  return isWithin(hours, clock)
}

function saidBy(then: PolicySettings): Partial<DecidedSettings> {
  const { profile, ...own } = then
  const given = Object.fromEntries(
    settingNames.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
  )
  return { ...(profile === undefined ? {} : profileSettings[profile]), ...given }
}
