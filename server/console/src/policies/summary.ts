// Policies in plain words: when one applies, and what it says.
import type { AppId, CodeWay } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type {
  DecidedSettings,
  PolicyConditions,
  PolicyGiven,
  PolicySetBody,
  PolicySettings,
  PolicyTime,
  Profile,
  SettingName,
} from '@countersign/protocol/admin'
import { settingNames, weekdays } from '@countersign/protocol/admin'
import type { Difference } from '../parts/changed-meanwhile.js'
import { dayNames } from '../text/day-names.js'
import type { PolicyMessages } from './en.js'

/** What the words need: the language, and the names that ids stand for. */
export interface Naming {
  readonly text: PolicyMessages
  readonly locale: string
  readonly apps: ReadonlyMap<AppId, string>
  readonly groups: ReadonlyMap<string, string>
  /** What stands for an app or a group without a name. */
  readonly otherApp: string
  readonly otherGroup: string
}

/** What some settings say; a policy leaves most out. */
type Said = { readonly [Name in SettingName]?: DecidedSettings[Name] | undefined }
type Bundle = PolicySetBody['profiles'][Profile]

/** One phrase a condition; `everywhere` when there is none. */
export function conditionsInWords(when: PolicyConditions, naming: Naming): readonly string[] {
  const { text, apps, groups } = naming
  const either = (names: readonly string[]): string => oneOf(names, naming)
  const phrases = [
    when.appIds.length > 0 && text.apps(either(when.appIds.map((id) => apps.get(id) ?? naming.otherApp))),
    when.groupIds.length > 0 &&
      text.groups(either(when.groupIds.map((id) => groups.get(id) ?? naming.otherGroup))),
    when.networks.length > 0 && text.networks(either(when.networks)),
    when.times.length > 0 && text.times(either(when.times.map((time) => timeInWords(time, naming)))),
  ].filter((phrase) => phrase !== false)
  return phrases.length > 0 ? phrases : [text.everywhere]
}

/** `[setting, value]` in words, in the order of the editor. */
export function settingsInWords(
  says: PolicySettings,
  text: PolicyMessages,
): readonly (readonly [string, string])[] {
  const { requirement, profile, ...rest } = says
  const first: (readonly [string, string] | undefined)[] = [
    requirement && [text.setting.requirement, text.requirement[requirement]],
    profile && [text.setting.profile, text.profile[profile]],
  ]
  const others = settingNames.map((name) => {
    const value = valueInWords(name, rest, text)
    return value === undefined ? undefined : ([text.setting[name], value] as const)
  })
  return [...first, ...others].filter((pair) => pair !== undefined)
}

/** The value of one setting; undefined where these settings do not say. */
export function valueInWords(name: SettingName, settings: Said, text: PolicyMessages): string | undefined {
  const said = <T>(value: T | undefined, words: (value: T) => string): string | undefined =>
    value === undefined ? undefined : words(value)
  switch (name) {
    case 'requirement':
      return said(settings.requirement, (value) => text.requirement[value])
    case 'match':
      return said(settings.match, (value) => text.match[value])
    case 'newBrowserMatch':
      return said(settings.newBrowserMatch, (value) => text.match[value])
    case 'userVerification':
      return said(settings.userVerification, (value) => text.userVerification[value])
    case 'ring':
      return said(settings.ring, (value) => text.ring[value])
    case 'passkeys':
      return said(settings.passkeys, (value) => text.passkeys[value])
    case 'symbolsShown':
      return said(settings.symbolsShown, text.symbols)
    case 'challengeTtlSeconds':
      return said(settings.challengeTtlSeconds, text.seconds)
    case 'otherWays':
      return said(settings.otherWays, (ways) => waysInWords(ways, text))
    case 'totpDigits':
      return said(settings.totpDigits, text.digits)
    case 'totpAlgorithm':
      return said(settings.totpAlgorithm, (value) => text.algorithm[value])
    case 'setUp':
      return said(settings.setUp, (value) => text.setUp[value])
    case 'setUpGraceDays':
      return said(settings.setUpGraceDays, text.graceDays)
  }
}

/** Always in the same order, whatever the policy's. */
export function waysInWords(ways: readonly CodeWay[], text: PolicyMessages): string {
  if (ways.length === 0) return text.noWays
  return codeWays
    .filter((way) => ways.includes(way))
    .map((way) => text.way[way])
    .join(', ')
}

/** Two lists side by side, policy by policy in words, and their order. */
export function listDifferences(
  theirs: readonly PolicyGiven[],
  yours: readonly PolicyGiven[],
  naming: Naming,
): readonly Difference[] {
  const names = [...new Set([...theirs, ...yours].map(({ name }) => name))]
  const wordsIn = (list: readonly PolicyGiven[], wanted: string): string => {
    const policy = list.find(({ name }) => name === wanted)
    return policy === undefined ? '' : policyInWords(policy, naming)
  }
  const order = (list: readonly PolicyGiven[]): string => list.map(({ name }) => name).join(' · ')
  return [
    ...names.map((what) => ({ what, theirs: wordsIn(theirs, what), yours: wordsIn(yours, what) })),
    { what: naming.text.conflictOrder, theirs: order(theirs), yours: order(yours) },
  ]
}

function policyInWords({ enabled, when, then: says }: PolicyGiven, naming: Naming): string {
  const { text } = naming
  return [
    ...(enabled ? [] : [text.offNote]),
    `${text.when} ${conditionsInWords(when, naming).join(', ')}`,
    ...settingsInWords(says, text).map((pair) => pair.join(': ')),
  ].join('. ')
}

/** What a profile stands for, in one line. */
export function bundleInWords(bundle: Bundle, { text }: Naming): string {
  return settingNames
    .map((name) => valueInWords(name, bundle, text))
    .filter((value) => value !== undefined)
    .join(' · ')
}

/** `Mon–Fri 08:00–18:00 (Europe/Berlin)`. */
export function timeInWords({ days, from, to, timeZone }: PolicyTime, naming: Naming): string {
  const words = daysInWords(days, naming)
  return from === '00:00' && to === '24:00'
    ? naming.text.allDay(words, timeZone)
    : naming.text.span(words, from, to, timeZone)
}

/** Runs of three and more are written as a span. */
function daysInWords(days: PolicyTime['days'], { locale, text }: Naming): string {
  if (days.length === weekdays.length) return text.everyDay
  const names = dayNames(locale, 'short')
  const runs: number[][] = []
  for (const place of weekdays.keys()) {
    const day = weekdays[place]
    if (day === undefined || !days.includes(day)) continue
    const last = runs.at(-1)
    if (last?.at(-1) === place - 1) last.push(place)
    else runs.push([place])
  }
  const name = (place: number | undefined): string => names[place ?? 0] ?? ''
  return runs
    .flatMap((run) => (run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name)))
    .join(', ')
}

function oneOf(names: readonly string[], { locale }: Naming): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(names)
}
