// What the policies page computes: moves and changes of the draft, two lists side by side, words, and what is wrong with a form.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isAddress, isRange } from '@countersign/console/policies/addresses'
import {
  bodyOf,
  countChanges,
  differences,
  draftOf,
  moved,
  rebased,
  restored,
  withoutPolicy,
  withPolicy,
} from '@countersign/console/policies/draft'
import { emptyForm, faultsOf, formOf, policyOf } from '@countersign/console/policies/form'
import type { Naming } from '@countersign/console/policies/summary'
import {
  bundleInWords,
  conditionsInWords,
  listDifferences,
  settingsInWords,
  timeInWords,
  valueInWords,
} from '@countersign/console/policies/summary'
import { policiesText } from '@countersign/console/policies/text'
import type { AppId } from '@countersign/protocol'
import type { PolicyBody, PolicySetBody } from '@countersign/protocol/admin'

const ids = [
  '0190a000-0000-7000-8000-000000000001',
  '0190a000-0000-7000-8000-000000000002',
  '0190a000-0000-7000-8000-000000000003',
] as const
// Sound: the shape of an app's id.
const payroll = '0190a000-0000-7000-8000-00000000000a' as AppId

function policy(id: string, name: string, more: Partial<PolicyBody> = {}): PolicyBody {
  return {
    id,
    name,
    enabled: true,
    when: { appIds: [], groupIds: [], networks: [], times: [] },
    // biome-ignore lint/suspicious/noThenProperty: the word of the contract
    then: { requirement: 'required' },
    ...more,
  }
}

function setOf(...policies: PolicyBody[]): PolicySetBody {
  return {
    policies,
    defaults: {
      requirement: 'required',
      match: 'symbol',
      newBrowserMatch: 'symbol',
      userVerification: 'none',
      ring: 'when_needed',
      passkeys: 'off',
      symbolsShown: 6,
      challengeTtlSeconds: 90,
      otherWays: ['totp', 'backup', 'bypass'],
      totpDigits: 6,
      totpAlgorithm: 'SHA1',
      setUp: 'by_invitation',
      setUpGraceDays: 0,
    },
    profiles: { balanced: {}, strict: { symbolsShown: 9, challengeTtlSeconds: 60 }, nist: { match: 'code' } },
    revision: 7,
  }
}

const [a, b, c] = [policy(ids[0], 'A'), policy(ids[1], 'B'), policy(ids[2], 'C')]
const draft = draftOf(setOf(a, b, c))
const names = ({ policies }: typeof draft): string => policies.map(({ name }) => name).join('')

const naming: Naming = {
  text: policiesText.en,
  locale: 'en-GB',
  apps: new Map([[payroll, 'Payroll']]),
  groups: new Map([[ids[0], 'Finance']]),
  otherApp: policiesText.en.unknownApp,
  otherGroup: policiesText.en.unknownGroup,
}

test('a policy moves one place, and not past an end', () => {
  assert.equal(names(moved(draft, ids[1], -1)), 'BAC')
  assert.equal(names(moved(draft, ids[1], 1)), 'ACB')
  assert.equal(names(moved(draft, ids[0], -1)), 'ABC')
  assert.equal(names(moved(draft, ids[2], 1)), 'ABC')
  assert.equal(moved(draft, 'nobody', 1), draft)
})

test('changes are counted once each, and a way back counts none', () => {
  assert.equal(countChanges(draft), 0)
  assert.equal(countChanges(moved(moved(draft, ids[0], 1), ids[0], -1)), 0)
  assert.equal(countChanges(moved(draft, ids[0], 1)), 1)
  const removed = withoutPolicy(draft, ids[1])
  assert.equal(countChanges(removed), 1)
  const [, second] = draft.policies
  assert.ok(second)
  assert.equal(countChanges(restored(removed, second, 1)), 0)
  assert.equal(names(restored(removed, second, 1)), 'ABC')
  assert.equal(countChanges(withPolicy(draft, { ...second, enabled: false })), 1)
  const { id: _, ...fresh } = { ...second, key: 'new', name: 'N' }
  const added = withPolicy(draft, fresh)
  assert.equal(names(added), 'NABC', 'a new policy stands at the top')
  assert.equal(countChanges(added), 1)
  assert.equal('key' in (bodyOf(added).policies[0] ?? {}), false, 'the key is the page’s own')
})

test('the order of members in a policy is no change', () => {
  const turned = { ...a, when: { times: [], networks: [], groupIds: [], appIds: [] } }
  assert.deepEqual(differences([a], [turned]), { added: [], removed: [], changed: [], reordered: false })
})

test('kept over a list from which others removed a policy, that policy is new again', () => {
  const over = rebased(draft, setOf(a, c))
  assert.equal(names(over), 'ABC')
  assert.deepEqual(
    bodyOf(over).policies.map(({ id }) => id),
    [ids[0], undefined, ids[2]],
  )
  assert.equal(over.base.revision, 7)
})

test('two lists differ by what is said, policy by policy, and by their order', () => {
  const shown = listDifferences([a, b], [b, policy(ids[0], 'A', { enabled: false })], naming)
  const differing = shown.filter(({ theirs, yours }) => theirs !== yours)
  assert.deepEqual(
    differing.map(({ what }) => what),
    ['A', 'Order'],
  )
  assert.match(differing[0]?.yours ?? '', /^Off: as if it were not there\. Applies to every login/)
})

test('conditions and settings are said in plain words', () => {
  assert.deepEqual(conditionsInWords(a.when, naming), ['to every login'])
  const when = {
    appIds: [payroll],
    groupIds: [ids[0], ids[2]],
    networks: ['192.0.2.0/24', '2001:db8::/32'],
    times: [],
  }
  assert.deepEqual(conditionsInWords(when, naming), [
    'in Payroll',
    'for members of Finance or a group that was removed',
    'from 192.0.2.0/24 or 2001:db8::/32',
  ])
  assert.deepEqual(settingsInWords({ requirement: 'off', symbolsShown: 9 }, policiesText.en), [
    ['Second factor', 'not asked'],
    ['Access passes to choose from', '9 access passes'],
  ])
  assert.equal(
    bundleInWords({ match: 'code', challengeTtlSeconds: 60 }, naming),
    'types six digits · 60 seconds',
  )
})

test('days that follow each other are written as a span, others one by one', () => {
  const time = { from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' }
  const words = (...days: Parameters<typeof timeInWords>[0]['days']): string =>
    timeInWords({ days, ...time }, naming)
  assert.equal(words('mon', 'tue', 'wed', 'thu', 'fri'), 'Mon–Fri 08:00–18:00 (Europe/Berlin)')
  assert.equal(words('mon', 'tue', 'sat'), 'Mon, Tue, Sat 08:00–18:00 (Europe/Berlin)')
  assert.equal(
    timeInWords(
      {
        days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        from: '00:00',
        to: '24:00',
        timeZone: 'UTC',
      },
      naming,
    ),
    'every day all day (UTC)',
  )
})

test('a form and its policy are the same thing in two shapes', () => {
  const full = policy(ids[0], 'Office', {
    when: {
      appIds: [payroll],
      groupIds: [ids[1]],
      networks: ['192.0.2.0/24', '2001:db8::/32'],
      times: [{ days: ['mon'], from: '22:00', to: '06:00', timeZone: 'UTC' }],
    },
    // biome-ignore lint/suspicious/noThenProperty: the word of the contract
    then: {
      requirement: 'off',
      profile: 'strict',
      match: 'code',
      newBrowserMatch: 'qr',
      userVerification: 'biometrics',
      ring: 'never',
      passkeys: 'required',
      symbolsShown: 9,
      challengeTtlSeconds: 120,
      otherWays: ['totp', 'bypass'],
      totpDigits: 8,
      totpAlgorithm: 'SHA256',
      setUp: 'at_login',
      setUpGraceDays: 0,
    },
  })
  const key = full.id
  assert.deepEqual(policyOf(formOf(full), { ...full, key }), { ...full, key })
})

test('codes that count are said in one order, and no code at all is said, too', () => {
  const text = policiesText.en
  assert.deepEqual(settingsInWords({ otherWays: ['bypass', 'totp'], setUpGraceDays: 0 }, text), [
    [text.setting.otherWays, 'codes from an app, help desk codes'],
    [text.setting.setUpGraceDays, 'not at all'],
  ])
  assert.deepEqual(settingsInWords({ otherWays: [] }, text), [[text.setting.otherWays, text.noWays]])
  assert.equal(valueInWords('totpDigits', { totpDigits: 8 }, text), 'at least 8 digits')
  assert.equal(valueInWords('totpDigits', {}, text), undefined)
})

test('what a policy asks of the phone is said in words, in both languages, and each of it alone is a policy', () => {
  const says = {
    match: 'qr',
    newBrowserMatch: 'code',
    userVerification: 'any',
    ring: 'never',
    passkeys: 'offered',
  } as const
  assert.deepEqual(settingsInWords(says, policiesText.en), [
    ['What the person does on the phone', 'scans a QR code'],
    ['In a browser that is not known', 'types six digits'],
    ['What an approval needs beside it', 'the PIN or biometrics'],
    ['Waking the phone', 'never: the person opens the app'],
    ['Passkeys on the login page', 'count as well'],
  ])
  assert.deepEqual(
    settingsInWords(says, policiesText.de).map(([, value]) => value),
    [
      'scannt einen QR-Code',
      'tippt sechs Ziffern',
      'die PIN oder Biometrie',
      'nie: man öffnet die App',
      'zählen auch',
    ],
  )
  for (const said of [
    { newBrowserMatch: 'qr' },
    { userVerification: 'biometrics' },
    { ring: 'always' },
    { passkeys: 'required' },
  ] as const) {
    const form = { ...emptyForm(), name: 'N', ...said }
    assert.equal(faultsOf(form, [], policiesText.en.editor), undefined)
    assert.deepEqual(policyOf(form, { key: 'new', enabled: true }).then, said)
  }
})

test('"none" and "says nothing" about codes are two things, and ticking none of the kinds is a fault', () => {
  // biome-ignore lint/suspicious/noThenProperty: the word of the contract
  const none = policy(ids[0], 'Only phones', { then: { otherWays: [] } })
  assert.deepEqual(policyOf(formOf(none), { ...none, key: none.id }).then, { otherWays: [] })
  assert.deepEqual(policyOf(formOf(a), { ...a, key: a.id }).then, { requirement: 'required' })
  const form = { ...emptyForm(), name: 'N', waysSaid: 'these' as const, setUpGraceDays: '91' }
  const faults = faultsOf(form, [], policiesText.en.editor)
  assert.equal(faults?.ways, policiesText.en.editor.waysMissing)
  assert.match(faults?.setUpGraceDays ?? '', /^A whole number from 0 to 90/)
})

test('every fault of a form is named at its field, all at once', () => {
  const text = policiesText.en.editor
  const wrong = {
    ...emptyForm(),
    name: ' office ',
    networks: '10.0.0.0/8\n\nhere',
    times: [{ days: [], from: '08:00', to: '18:00', timeZone: 'UTC' }],
    symbolsShown: '3',
    challengeTtlSeconds: 'soon',
  }
  const faults = faultsOf(wrong, ['Office'], text)
  assert.equal(faults?.name, text.nameTaken)
  assert.equal(faults?.networks, text.networkInvalid(3, 'here'))
  assert.deepEqual(faults?.times, [text.dayMissing])
  assert.match(faults?.symbolsShown ?? '', /^A whole number/)
  assert.match(faults?.challengeTtlSeconds ?? '', /^A whole number/)
  assert.equal(faultsOf(emptyForm(), [], text)?.says, text.nothingSaid)
  assert.equal(faultsOf({ ...emptyForm(), name: 'N', requirement: 'off' }, [], text), undefined)
  const elsewhere = { days: ['mon' as const], from: '08:00', to: '18:00', timeZone: 'Mars/Olympus' }
  assert.deepEqual(
    faultsOf({ ...emptyForm(), name: 'N', requirement: 'off', times: [elsewhere] }, [], text)?.times,
    [text.zoneInvalid],
  )
})

test('addresses and ranges are told from what only looks like them', () => {
  for (const good of ['192.0.2.7', '0.0.0.0', '255.255.255.255', '2001:db8::1', '::', '::ffff:192.0.2.1'])
    assert.equal(isAddress(good), true, good)
  for (const bad of [
    '',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.1.',
    '1.2.3.04',
    '2001:db8::g',
    ':::',
    'example.org',
    '[::1]',
  ])
    assert.equal(isAddress(bad), false, bad)
  for (const good of ['192.0.2.0/24', '0.0.0.0/0', '192.0.2.1', '2001:db8::/32', '::1/128'])
    assert.equal(isRange(good), true, good)
  for (const bad of [
    '192.0.2.0/33',
    '2001:db8::/129',
    '192.0.2.0/',
    '192.0.2.0/024',
    '192.0.2.0/8/8',
    '/8',
    '10.0.0.0/-1',
  ])
    assert.equal(isRange(bad), false, bad)
})
