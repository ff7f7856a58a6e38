// What stands in the fields of the policy editor, and what is wrong with it; a policy once nothing is.
import type { CodeWay } from '@countersign/protocol'
import {
  CHALLENGE_TTL_MAX_SECONDS,
  CHALLENGE_TTL_MIN_SECONDS,
  SET_UP_GRACE_DAYS_MAX,
  SYMBOLS_SHOWN,
  SYMBOLS_SHOWN_MAX,
} from '@countersign/protocol'
import type { PolicyGiven, PolicySettings, PolicyTime } from '@countersign/protocol/admin'
import { isRange } from './addresses.js'
import type { DraftPolicy } from './draft.js'
import type { PolicyMessages } from './en.js'

/** Fields hold what was typed; `''` in a choice means "says nothing about it". */
export interface PolicyForm {
  readonly name: string
  readonly appIds: PolicyGiven['when']['appIds']
  readonly groupIds: readonly string[]
  readonly networks: string
  readonly times: readonly PolicyTime[]
  readonly requirement: PolicySettings['requirement'] | ''
  readonly profile: PolicySettings['profile'] | ''
  readonly match: PolicySettings['match'] | ''
  readonly newBrowserMatch: PolicySettings['newBrowserMatch'] | ''
  readonly userVerification: PolicySettings['userVerification'] | ''
  readonly ring: PolicySettings['ring'] | ''
  readonly passkeys: PolicySettings['passkeys'] | ''
  readonly symbolsShown: string
  readonly challengeTtlSeconds: string
  /** `none`: only the phone counts; `these`: the ones in `ways`. */
  readonly waysSaid: 'none' | 'these' | ''
  readonly ways: readonly CodeWay[]
  readonly totpDigits: '6' | '8' | ''
  readonly totpAlgorithm: PolicySettings['totpAlgorithm'] | ''
  readonly setUp: PolicySettings['setUp'] | ''
  readonly setUpGraceDays: string
}

export interface FormFaults {
  readonly name?: string
  readonly networks?: string
  /** By the place of the time. */
  readonly times: readonly (string | undefined)[]
  readonly symbolsShown?: string
  readonly challengeTtlSeconds?: string
  readonly ways?: string
  readonly setUpGraceDays?: string
  readonly says?: string
}

export const symbolRange = [SYMBOLS_SHOWN, SYMBOLS_SHOWN_MAX] as const
export const secondsRange = [CHALLENGE_TTL_MIN_SECONDS, CHALLENGE_TTL_MAX_SECONDS] as const
export const graceRange = [0, SET_UP_GRACE_DAYS_MAX] as const

export function emptyForm(): PolicyForm {
  return {
    name: '',
    appIds: [],
    groupIds: [],
    networks: '',
    times: [],
    requirement: '',
    profile: '',
    match: '',
    newBrowserMatch: '',
    userVerification: '',
    ring: '',
    passkeys: '',
    symbolsShown: '',
    challengeTtlSeconds: '',
    waysSaid: '',
    ways: [],
    totpDigits: '',
    totpAlgorithm: '',
    setUp: '',
    setUpGraceDays: '',
  }
}

export function formOf({ name, when, then: says }: PolicyGiven): PolicyForm {
  return {
    name,
    appIds: when.appIds,
    groupIds: when.groupIds,
    networks: when.networks.join('\n'),
    times: when.times,
    requirement: says.requirement ?? '',
    profile: says.profile ?? '',
    match: says.match ?? '',
    newBrowserMatch: says.newBrowserMatch ?? '',
    userVerification: says.userVerification ?? '',
    ring: says.ring ?? '',
    passkeys: says.passkeys ?? '',
    symbolsShown: says.symbolsShown?.toString() ?? '',
    challengeTtlSeconds: says.challengeTtlSeconds?.toString() ?? '',
    waysSaid: says.otherWays === undefined ? '' : says.otherWays.length === 0 ? 'none' : 'these',
    ways: says.otherWays ?? [],
    totpDigits: says.totpDigits === undefined ? '' : says.totpDigits === 6 ? '6' : '8',
    totpAlgorithm: says.totpAlgorithm ?? '',
    setUp: says.setUp ?? '',
    setUpGraceDays: says.setUpGraceDays?.toString() ?? '',
  }
}

/** All faults together, by field; undefined when there is none. `otherNames` are those of the other policies. */
export function faultsOf(
  form: PolicyForm,
  otherNames: readonly string[],
  text: PolicyMessages['editor'],
): FormFaults | undefined {
  const faults = {
    name: nameFault(form.name.trim(), otherNames, text),
    networks: networkFault(form.networks, text),
    symbolsShown: numberFault(form.symbolsShown, symbolRange, text),
    challengeTtlSeconds: numberFault(form.challengeTtlSeconds, secondsRange, text),
    ways: form.waysSaid === 'these' && form.ways.length === 0 ? text.waysMissing : undefined,
    setUpGraceDays: numberFault(form.setUpGraceDays, graceRange, text),
    says: saysSomething(form) ? undefined : text.nothingSaid,
  }
  const times = form.times.map((time) => timeFault(time, text))
  const found = Object.entries(faults).filter(([, fault]) => fault !== undefined)
  if (found.length === 0 && times.every((fault) => fault === undefined)) return undefined
  return { ...Object.fromEntries(found), times }
}

/** The policy that the fields describe; call it once `faultsOf` finds nothing. */
export function policyOf(
  form: PolicyForm,
  before: DraftPolicy | { readonly key: string; readonly enabled: boolean },
): DraftPolicy {
  return {
    ...before,
    name: form.name.trim(),
    when: {
      appIds: [...form.appIds],
      groupIds: [...form.groupIds],
      networks: [...linesOf(form.networks).map(([, line]) => line)],
      times: [...form.times],
    },
    // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
    then: {
      ...(form.requirement && { requirement: form.requirement }),
      ...(form.profile && { profile: form.profile }),
      ...(form.match && { match: form.match }),
      ...(form.newBrowserMatch && { newBrowserMatch: form.newBrowserMatch }),
      ...(form.userVerification && { userVerification: form.userVerification }),
      ...(form.ring && { ring: form.ring }),
      ...(form.passkeys && { passkeys: form.passkeys }),
      ...(form.symbolsShown && { symbolsShown: Number(form.symbolsShown) }),
      ...(form.challengeTtlSeconds && { challengeTtlSeconds: Number(form.challengeTtlSeconds) }),
      ...(form.waysSaid && { otherWays: form.waysSaid === 'none' ? [] : [...form.ways] }),
      ...(form.totpDigits && { totpDigits: form.totpDigits === '6' ? 6 : 8 }),
      ...(form.totpAlgorithm && { totpAlgorithm: form.totpAlgorithm }),
      ...(form.setUp && { setUp: form.setUp }),
      ...(form.setUpGraceDays && { setUpGraceDays: Number(form.setUpGraceDays) }),
    },
  }
}

function nameFault(
  name: string,
  otherNames: readonly string[],
  text: PolicyMessages['editor'],
): string | undefined {
  if (name === '') return text.nameMissing
  // Explanations name policies, so two of one name would say nothing.
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase()
  return otherNames.some(same) ? text.nameTaken : undefined
}

function networkFault(networks: string, text: PolicyMessages['editor']): string | undefined {
  const wrong = linesOf(networks).find(([, line]) => !isRange(line))
  return wrong && text.networkInvalid(...wrong)
}

function timeFault(
  { days, from, to, timeZone }: PolicyTime,
  text: PolicyMessages['editor'],
): string | undefined {
  if (days.length === 0) return text.dayMissing
  if (from === '' || to === '') return text.clockInvalid
  return isTimeZone(timeZone) ? undefined : text.zoneInvalid
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name !== ''
  } catch {
    // ECMA-402: an unknown time zone is a RangeError, and there is no other way to ask.
    return false
  }
}

function numberFault(
  typed: string,
  [min, max]: readonly [number, number],
  text: PolicyMessages['editor'],
): string | undefined {
  if (typed === '') return undefined
  const value = Number(typed)
  return Number.isInteger(value) && value >= min && value <= max ? undefined : text.numberInvalid(min, max)
}

function saysSomething(form: PolicyForm): boolean {
  const { requirement, profile, match, symbolsShown, challengeTtlSeconds } = form
  const { newBrowserMatch, userVerification, ring, passkeys } = form
  const { waysSaid, totpDigits, totpAlgorithm, setUp, setUpGraceDays } = form
  return [
    [requirement, profile, match, symbolsShown, challengeTtlSeconds],
    [newBrowserMatch, userVerification, ring, passkeys],
    [waysSaid, totpDigits, totpAlgorithm, setUp, setUpGraceDays],
  ].some((values) => values.some((value) => value !== ''))
}

/** Lines that say something, with their number. */
function linesOf(text: string): (readonly [number, string])[] {
  return text
    .split('\n')
    .map((line, place) => [place + 1, line.trim()] as const)
    .filter(([, line]) => line !== '')
}
