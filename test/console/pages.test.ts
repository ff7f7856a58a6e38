// What the other pages compute: lists to take over, cells of a file, addresses of apps, colours, code to copy, the audit's filter, mail, webhooks.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { colourOf, faintOn, inkOn } from '@countersign/console/apps/colour'
import { originsFault, originsOf } from '@countersign/console/apps/origins'
import { snippetKinds, snippetOf } from '@countersign/console/apps/snippets'
import { fullCounts, stepsOf } from '@countersign/console/apps/steps'
import { appsText } from '@countersign/console/apps/text'
import { actionWords } from '@countersign/console/audit/action-words'
import { filterIn, isEmpty, queryOf } from '@countersign/console/audit/filter'
import { auditText } from '@countersign/console/audit/text'
import { actorInWords, factInWords, subjectInWords } from '@countersign/console/audit/words'
import { csvOf } from '@countersign/console/csv'
import { obstacleOf, workOf } from '@countersign/console/imports/plan'
import { eachOf, partsOf } from '@countersign/console/invitations/each-of'
import { inviteAll } from '@countersign/console/invitations/inviting'
import { placeOf } from '@countersign/console/route/router'
import { fieldsOf, mailUrlOf } from '@countersign/console/settings/mail-url'
import { emptyWebhook, webhookBodyOf, webhookFaults } from '@countersign/console/settings/webhook-form'
import { webhooksText } from '@countersign/console/settings/webhooks-text'
import type { AuditEntryBody, Invited, MailSettings } from '@countersign/protocol/admin'

const SERVER = fileURLToPath(new URL('../../server/src', import.meta.url))

test('a list is taken over once faults, groups and an empty plan are dealt with', () => {
  const counts = { add: 10, change: 5, same: 1, fault: 2 }
  const job = { counts, newGroups: ['Night'] }
  assert.equal(obstacleOf(job, {}), 'faults')
  assert.equal(obstacleOf(job, { skipFaulty: true }), 'groups')
  assert.equal(obstacleOf(job, { skipFaulty: true, createGroups: true }), undefined)
  assert.equal(workOf(job, {}), 15)
  assert.equal(workOf(job, { updateExisting: false }), 10)
  const same = { counts: { ...counts, add: 0, fault: 0 }, newGroups: [] }
  assert.equal(obstacleOf(same, { updateExisting: false }), 'nothing')
})

test('a cell that a spreadsheet would run stays words; quotes, commas and lines stay in their cell', () => {
  const rows = [
    ['=1+1', '+49 30', '-1', '@a', 'plain', 7, -7],
    ['a,b', 'say "hi"', 'two\nlines', '', '', '', ''],
  ]
  assert.equal(csvOf(rows), `'=1+1,'+49 30,'-1,'@a,plain,7,-7\r\n"a,b","say ""hi""","two\nlines",,,,\r\n`)
})

test('what is copied from an address bar becomes an origin', () => {
  assert.deepEqual(
    originsOf('HTTPS://Pay.Example.org/login?x=1\nhttps://pay.example.org http://localhost:8080/'),
    ['https://pay.example.org', 'http://localhost:8080'],
  )
  const text = appsText.en.form
  assert.equal(originsFault('', text), text.originMissing)
  for (const wrong of ['pay', 'ftp://pay.example.org', 'javascript:alert(1)'])
    assert.equal(originsFault(wrong, text), text.originInvalid(wrong), wrong)
  const many = Array.from({ length: 21 }, (_, n) => `https://a${n}.example.org`).join('\n')
  assert.equal(originsFault(many, text), text.originsMax(20))
})

test('colours are read as people write them, and judged by contrast', () => {
  assert.deepEqual(['#0B6664', '#abc', '', '  #aabbcc '].map(colourOf), ['#0b6664', '#aabbcc', '', '#aabbcc'])
  assert.deepEqual(['teal', '#12', '#1234567'].map(colourOf), [undefined, undefined, undefined])
  assert.deepEqual(['#ffe08a', '#101010', '#d0402f'].map(faintOn), ['light', 'dark', undefined])
  assert.deepEqual(['#ffe08a', '#0b6664'].map(inkOn), ['#000000', '#ffffff'])
})

test('no snippet has a place for the key but the environment', () => {
  const values = {
    serverUrl: 'https://id.example.org',
    serverId: 'S'.repeat(43),
    appId: '0190a000-0000-7000-8000-00000000000a',
    origin: 'https://pay.example.org',
  }
  for (const kind of snippetKinds) {
    const code = snippetOf(kind, values)
    assert.ok(code.includes('https://id.example.org'), kind)
    assert.ok(code.includes('COUNTERSIGN_API_KEY'), kind)
    assert.ok(!code.includes('undefined'), kind)
  }
})

test('the chart of an app counts a login without the phone as let in, and what is left out as none', () => {
  const points = [
    { atMs: 0, counts: { redeemed: 2, waived: 1, denied: 4 } },
    { atMs: 1, counts: {} },
  ]
  assert.deepEqual(stepsOf({ fromMs: 0, stepMs: 1, points, totals: {} }), {
    steps: [
      { atMs: 0, letIn: 3, notLetIn: 4 },
      { atMs: 1, letIn: 0, notLetIn: 0 },
    ],
    top: 7,
  })
  assert.equal(fullCounts({}).lapsed, 0)
})

test('the audit’s filter stands in the address; its days are whole days of this computer', () => {
  const filter = filterIn(placeOf('#/audit?action=login.*&from=2026-11-20&until=2026-11-21'))
  assert.deepEqual(queryOf(filter), {
    action: 'login.*',
    account: '',
    app: '',
    fromMs: new Date(2026, 10, 20).getTime(),
    toMs: new Date(2026, 10, 22).getTime(),
  })
  assert.equal(isEmpty(filter), false)
  const none = filterIn(placeOf('#/audit?from=yesterday'))
  assert.equal(queryOf(none).fromMs, undefined)
  assert.equal(isEmpty(filterIn(placeOf('#/audit'))), true)
})

test('an entry says who did it and whom it is about by name, else by a part of the id', () => {
  const entry: AuditEntryBody = {
    id: 'e',
    atMs: 0,
    action: 'account.added',
    actor: 'admin:0190a000-0000-7000-8000-000000000001',
    accountId: null,
    appId: null,
    facts: {},
    sequence: null,
    hash: null,
    names: { actor: null, account: 'bert', app: 'Payroll' },
  }
  assert.equal(actorInWords(entry, auditText.en), '…00000001')
  assert.equal(actorInWords({ ...entry, names: { ...entry.names, actor: 'olga' } }, auditText.en), 'olga')
  assert.equal(
    actorInWords({ ...entry, actor: 'operator' }, auditText.en),
    'the operator, on the command line',
  )
  assert.equal(actorInWords({ ...entry, actor: 'token:t1' }, auditText.de), 'API-Token t1')
  assert.equal(actorInWords({ ...entry, actor: 'stranger:x' }, auditText.en), 'x')
  assert.equal(subjectInWords(entry), 'bert · Payroll')
  const words = ([true, null, [], ['a', 'b'], 7, ''] as const).map((fact) =>
    factInWords(fact === null || typeof fact !== 'object' ? fact : [...fact], auditText.en.entry),
  )
  assert.deepEqual(words, ['yes', '–', '–', 'a, b', '7', '–'])
})

const mail: MailSettings = {
  configured: true,
  host: 'smtp.example.org',
  port: 465,
  security: 'tls',
  user: 'me',
  hasPassword: true,
  from: 'a@example.org',
  replyTo: '',
  revision: 1,
}

test('the mail server stays as it is while its fields do, and carries user and password when they change', () => {
  const fields = fieldsOf(mail)
  assert.equal(mailUrlOf(fields, mail), undefined)
  assert.equal(
    mailUrlOf({ ...fields, host: 'mx.example.org', password: 'p@ss:w/rd' }, mail),
    'smtps://me:p%40ss%3Aw%2Frd@mx.example.org:465',
  )
  const fresh = { ...mail, configured: false, host: '', user: '' }
  assert.equal(
    mailUrlOf({ host: 'mx.example.org', port: '', security: 'starttls', user: '', password: '' }, fresh),
    'smtp://mx.example.org:587',
  )
})

test('a webhook takes an address and patterns of actions', () => {
  const text = webhooksText.en
  assert.deepEqual(webhookFaults({ ...emptyWebhook, url: 'https://hooks.example.org/a' }, text), {})
  assert.deepEqual(webhookFaults({ url: 'hooks', description: '', actions: '' }, text), {
    url: text.urlInvalid,
    actions: text.actionsMissing,
  })
  assert.equal(
    webhookFaults({ url: 'https://a.example', description: '', actions: 'login.* everything' }, text).actions,
    text.actionInvalid('everything'),
  )
  assert.deepEqual(
    webhookBodyOf(
      { url: ' https://a.example ', description: ' d ', actions: '*,login.*\n app.added' },
      'active',
    ),
    { url: 'https://a.example', description: 'd', actions: ['*', 'login.*', 'app.added'], state: 'active' },
  )
})

test('many are invited call by call, and those of the calls before are not counted as left out', async () => {
  const none = { hasDevice: 1, notActive: 0, invitedAlready: 2, noAddress: 0, notPermitted: 0 }
  const answers: Invited[] = [
    { ids: ['a', 'b'], more: true, leftOut: none },
    { ids: ['c'], more: false, leftOut: { ...none, invitedAlready: 4 } },
  ]
  const soFar: number[] = []
  const api = {
    get: () => assert.fail('nothing is read'),
    href: () => assert.fail('nothing is linked'),
    // Sound: the one call of inviteAll.
    send: async <T>() => ({ ok: true as const, value: answers.shift() as T }),
  }
  const invited = await inviteAll(api, { select: { withoutDevice: true }, channel: 'sheet' }, (n) =>
    soFar.push(n),
  )
  assert.ok(invited.ok)
  assert.deepEqual(invited.value, { ids: ['a', 'b', 'c'], more: false, leftOut: none })
  assert.deepEqual(soFar, [2, 3])
})

test('a call for each stops at the first refusal', async () => {
  const called: number[] = []
  const answer = await eachOf([1, 2, 3], async (n) => {
    called.push(n)
    return n === 2 ? { ok: false, fault: faultNamed('conflict') } : { ok: true, value: n }
  })
  assert.equal(answer.ok, false)
  assert.deepEqual(called, [1, 2])
  assert.deepEqual(partsOf([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]])
  assert.deepEqual(partsOf([], 2), [])
})

function faultNamed(code: 'conflict') {
  return {
    code,
    status: 409,
    at: undefined,
    detail: undefined,
    retryAfterSeconds: undefined,
    requestId: undefined,
  }
}

test('every action that the server records has words in the console', () => {
  const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const recorded = sources.flatMap((path) => [
    ...readFileSync(join(SERVER, path), 'utf8').matchAll(/\baction: '([a-z_]+\.[a-z_]+)'/g),
  ])
  const names = [...new Set(recorded.map(([, name = '']) => name))]
  assert.ok(names.length > 30, 'the pattern still finds them')
  assert.deepEqual(
    names.filter((name) => actionWords.en[name] === undefined || actionWords.de[name] === undefined),
    [],
  )
})
