// Policies as a terminal shows them.
import type {
  DecidedBy,
  PolicyBody,
  PolicyExplained,
  PolicyPreview,
  PolicySetBody,
  PolicyVerdict,
} from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import { columns, when } from './report.js'

export function policyTable({ policies, defaults }: PolicySetBody): string {
  const rows = policies.map((policy, at) => [
    String(at + 1),
    policy.enabled ? policy.name : `${policy.name} (off)`,
    conditions(policy),
    settings(policy.then),
  ])
  return columns(['', 'POLICY', 'WHEN', 'THEN'], [...rows, ['', 'default', 'always', settings(defaults)]])
}

export function previewText(preview: PolicyPreview): string {
  const { withoutDevice, lockedOutBefore, lockedOutAfter, newlyLockedOut, freed, items } = preview
  const counts = [
    `active accounts without an active phone: ${withoutDevice}`,
    `locked out now: ${lockedOutBefore}, after the change: ${lockedOutAfter}`,
    `newly locked out: ${newlyLockedOut}, let in again: ${freed}`,
  ]
  if (items.length === 0) return counts.join('\n')
  const rows = items.map(({ userId, displayName, newly, example }) => [
    userId,
    displayName,
    newly ? 'newly' : 'as before',
    example.policy?.name ?? 'default',
    example.address === '' ? 'any' : example.address,
    example.atMs === null ? 'any' : when(example.atMs),
  ])
  const table = columns(['USER ID', 'NAME', '', 'REQUIRED BY', 'E.G. FROM', 'E.G. AT'], rows)
  return [...counts, '', table].join('\n')
}

export function explanationText({
  facts,
  settings: decided,
  decidedBy,
  considered,
  outcome,
}: PolicyExplained): string {
  const { userId, accountState, activeDevices, biometricDevices, activePasskeys } = facts
  const { totps, backupCodesLeft, address, atMs } = facts
  const asked = settingNames.map((name) => [name, valueText(decided[name]), decider(decidedBy[name])])
  const looked = considered.map(({ policyName, because }, at) => [
    String(at + 1),
    policyName,
    verdicts[because],
  ])
  return [
    `${userId}: ${accountState}, ${activeDevices} active ${activeDevices === 1 ? 'phone' : 'phones'} (${biometricDevices} with biometrics), ${activePasskeys} ${activePasskeys === 1 ? 'passkey' : 'passkeys'}`,
    `${totps} ${totps === 1 ? 'source' : 'sources'} of codes that count, ${backupCodesLeft} backup ${backupCodesLeft === 1 ? 'code' : 'codes'} left`,
    `from ${address === '' ? 'an unknown address' : address}, at ${when(atMs)}`,
    '',
    columns(['SETTING', 'VALUE', 'DECIDED BY'], asked),
    ...(looked.length === 0 ? [] : ['', columns(['', 'POLICY', 'WHY'], looked)]),
    '',
    `an app that accepts waivers: ${outcomes[outcome.withWaiver]}${outcome.waivedBecause === null ? '' : ` (${outcome.waivedBecause.replaceAll('_', ' ')})`}`,
    `an app that leads to the set-up: ${outcomes[outcome.withSetUp]}${later(outcome)}`,
    `any other app: ${outcomes[outcome.withoutWaiver]}`,
    `phones that can approve: ${outcome.devicesAtHand}, a passkey lets in: ${outcome.passkeyAtHand ? 'yes' : 'no'}`,
    `codes that let in instead: ${valueText(outcome.codesAtHand)}`,
  ].join('\n')
}

function later({ laterUntilMs }: PolicyExplained['outcome']): string {
  return laterUntilMs === null ? '' : `, or "later" until ${when(laterUntilMs)}`
}

const outcomes = {
  challenge: 'a second factor is asked for',
  passkey: 'a passkey is asked for, and nothing else counts',
  locked_out: 'a second factor is asked for, and there is none that counts',
  set_up: 'a second factor is set up',
  waived: 'no phone is asked',
} as const

const verdicts: Readonly<Record<PolicyVerdict, string>> = {
  met: 'applies',
  disabled: 'is turned off',
  other_app: 'is for other apps',
  other_group: 'is for other groups',
  other_network: 'is for other addresses',
  other_time: 'is for other times',
}

function decider({ by, policyName }: DecidedBy): string {
  if (policyName === null) return 'default'
  return by === 'profile' ? `${policyName}, by its profile` : policyName
}

function conditions({ when: { appIds, groupIds, networks, times } }: PolicyBody): string {
  const some = [
    count(appIds.length, 'app'),
    count(groupIds.length, 'group'),
    networks.length > 2 ? count(networks.length, 'network') : networks.join(' or '),
    times.map(({ days, from, to, timeZone }) => `${days.join(',')} ${from}–${to} ${timeZone}`).join(' or '),
  ].filter((text) => text !== '')
  return some.length === 0 ? 'always' : some.join(' and ')
}

function count(number: number, noun: string): string {
  if (number === 0) return ''
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}

function settings(then: Readonly<Record<string, unknown>>): string {
  return Object.entries(then)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ')
}

/** A list without spaces, so that it reads as one value. */
function valueText(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return value.length === 0 ? 'none' : value.join('+')
}
