// What a login would be asked and why: the very functions of a login, with their reasons.
import type { AccountId, AppId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type { DecidedBy, PolicyExplained, SettingName } from '@countersign/protocol/admin'
import type { Decider, Effective } from '../../core/policies.js'
import type { AccountWithDevices, Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { laterUntilMs } from '../../core/set-up.js'
import type { Person } from '../../core/waiver.js'
import { waiverCause } from '../../core/waiver.js'
import type { CodesAtHand } from '../codes-at-hand.js'
import { codesAtHand, waysAtHand } from '../codes-at-hand.js'
import { loginTerms } from '../login-terms.js'
import { personOf } from '../person-of.js'
import { isLedToSetUp } from '../set-up/is-led.js'
import type { Named } from '../who-is.js'
import { whoIs } from '../who-is.js'
import { action } from './action.js'

export interface ExplainInput {
  /** An account's id, or a user ID or alias; one that nobody has is explained as well. */
  readonly account: string
  /** An app's id or name. */
  readonly app: string
  /** Of the login browser; empty: not known. */
  readonly address: string
  /** Undefined: now. */
  readonly atMs: number | undefined
}

/** Needs `accounts:read`, since it tells how an account stands. Refuses with `not_found`. */
export const explainLogin = action(
  'policy.explain',
  'accounts:read',
  async (
    ports,
    _actor,
    { account, app: named, address, atMs }: ExplainInput,
  ): Promise<Result<PolicyExplained>> => {
    const app = await appNamed(ports, named)
    if (app === undefined) return refused({ reason: 'not_found', what: 'app' })
    const who = await accountNamed(ports, account)
    const at = atMs ?? ports.clock.nowMs()
    const person = personOf(who.found)
    const accountId = who.found?.account.id ?? who.nobody.accountId
    const terms = await loginTerms(ports, { accountId, appId: app.id, address, atMs: at })
    const codes = await codesOf(ports, who.found, terms, at)
    const { read } = ports.storage
    const login: Login = {
      ...{ terms, person, codes, at },
      ...(await phonesOf(ports, who.found)),
      isLed: await isLedToSetUp(read, who.found, terms.settings, at),
      offeredAtMs: await read.setUps.offeredAt(accountId),
    }
    return accepted({
      facts: await factsOf(ports, who, login, app.id, address),
      settings: terms.settings,
      decidedBy: decidersOf(terms),
      considered: terms.considered.map(({ policy, because }) => ({
        policyId: policy.body.id,
        policyName: policy.body.name,
        applies: because === 'met',
        because,
      })),
      outcome: outcomeOf(login),
    })
  },
)

async function appNamed({ storage }: Ports, named: string): Promise<App | undefined> {
  const { apps } = storage.read
  // Sound: `isId` has checked the shape, and the store finds an app or nothing.
  return (isId(named) ? await apps.byId(named as string as AppId) : undefined) ?? (await apps.byName(named))
}

async function accountNamed(ports: Ports, named: string): Promise<Named> {
  // Sound as above.
  const byId = isId(named) ? await ports.storage.read.accounts.byId(named as string as AccountId) : undefined
  const who = await whoIs(ports, ports.storage.read, byId?.userId ?? named)
  if (byId === undefined || who.found?.account.id === byId.id) return who
  // A deleted account: its user ID is free, or somebody else's by now.
  return { ...who, found: { account: byId, devices: [] } }
}

/** One login, with all that was found out about it. */
interface Login {
  readonly terms: Effective
  readonly person: Person
  readonly codes: CodesAtHand
  readonly activeDevices: number
  readonly biometricDevices: number
  readonly at: number
  /** To the set-up. */
  readonly isLed: boolean
  /** When that was offered first. */
  readonly offeredAtMs: number | undefined
}

async function codesOf(
  { storage }: Ports,
  found: AccountWithDevices | undefined,
  { settings }: Effective,
  atMs: number,
): Promise<CodesAtHand> {
  if (found === undefined) return { totps: 0, backupCodesLeft: 0, hasBypassCode: false }
  return codesAtHand(storage.read, found.account.id, found.devices, settings, atMs)
}

async function factsOf(
  { storage }: Ports,
  { userId, found }: Named,
  { person, codes, activeDevices, biometricDevices, at }: Login,
  appId: AppId,
  address: string,
): Promise<PolicyExplained['facts']> {
  const groups = found === undefined ? [] : await storage.read.policies.groupsOf(found.account.id)
  return {
    accountId: found?.account.id ?? null,
    userId,
    accountState: person.state,
    activeDevices,
    biometricDevices,
    activePasskeys: person.activePasskeys,
    totps: codes.totps,
    backupCodesLeft: codes.backupCodesLeft,
    groupIds: [...groups],
    secondFactorOffUntilMs: person.secondFactorOffUntilMs ?? null,
    appId,
    address,
    atMs: at,
  }
}

function decidersOf({ decidedBy }: Effective): Record<SettingName, DecidedBy> {
  return {
    requirement: deciderOf(decidedBy.requirement),
    match: deciderOf(decidedBy.match),
    newBrowserMatch: deciderOf(decidedBy.newBrowserMatch),
    userVerification: deciderOf(decidedBy.userVerification),
    ring: deciderOf(decidedBy.ring),
    passkeys: deciderOf(decidedBy.passkeys),
    symbolsShown: deciderOf(decidedBy.symbolsShown),
    challengeTtlSeconds: deciderOf(decidedBy.challengeTtlSeconds),
    otherWays: deciderOf(decidedBy.otherWays),
    totpDigits: deciderOf(decidedBy.totpDigits),
    totpAlgorithm: deciderOf(decidedBy.totpAlgorithm),
    setUp: deciderOf(decidedBy.setUp),
    setUpGraceDays: deciderOf(decidedBy.setUpGraceDays),
  }
}

function deciderOf({ by, policy }: Decider): DecidedBy {
  return { by, policyId: policy?.body.id ?? null, policyName: policy?.body.name ?? null }
}

function outcomeOf(login: Login): PolicyExplained['outcome'] {
  const { terms, person, codes, at, isLed, offeredAtMs } = login
  const isActive = person.state === 'active'
  const ways = isActive ? waysAtHand(terms.settings, codes) : []
  const devicesAtHand = isActive ? countingDevices(login) : 0
  const passkeyAtHand = isActive && terms.settings.passkeys !== 'off' && person.activePasskeys > 0
  const canAnswer = devicesAtHand > 0 || passkeyAtHand || ways.length > 0
  const challenge = terms.settings.passkeys === 'required' ? 'passkey' : 'challenge'
  const asked = canAnswer ? challenge : 'locked_out'
  const waivedBecause = waiverCause(terms, person, at) ?? null
  return {
    withWaiver: waivedBecause === null ? asked : 'waived',
    withSetUp: isLed ? 'set_up' : asked,
    laterUntilMs: (isLed ? laterUntilMs(terms.settings, offeredAtMs ?? at, at) : undefined) ?? null,
    withoutWaiver: asked,
    waivedBecause,
    devicesAtHand,
    passkeyAtHand,
    codesAtHand: ways,
  }
}

/** Phones whose approval lets in by these terms. One without a PIN is asked to set one; a sensor it has, or has not. */
function countingDevices({ terms: { settings }, activeDevices, biometricDevices }: Login): number {
  if (settings.passkeys === 'required') return 0
  return settings.userVerification === 'biometrics' ? biometricDevices : activeDevices
}

async function phonesOf(
  { storage }: Ports,
  found: AccountWithDevices | undefined,
): Promise<Pick<Login, 'activeDevices' | 'biometricDevices'>> {
  if (found === undefined) return { activeDevices: 0, biometricDevices: 0 }
  const active = new Set(found.devices.filter(({ state }) => state === 'active').map(({ id }) => id))
  const biometrics = await storage.read.biometrics.ofAccount(found.account.id)
  return {
    activeDevices: active.size,
    biometricDevices: biometrics.filter(({ deviceId }) => active.has(deviceId)).length,
  }
}
