// What is typed at the terminal authenticator, or written by a script → a decision, or what was expected instead.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { OpenRequest } from '@countersign/client-sdk'
import type { ChallengeId } from '@countersign/protocol'
import { accessPasses, formatScanLink } from '@countersign/protocol'
import { createBoard } from '@countersign/server/cli/device/board'
import type { DecisionRead } from '@countersign/server/cli/device/decision'
import { decideBy, readJson, readTyped as readLine } from '@countersign/server/cli/device/decision'
import { requestsText } from '@countersign/server/cli/device/show'

const passes = accessPasses.slice(0, 6).map(({ id }) => id)
const [firstPass = 0, secondPass = 0] = passes

function request(
  number: number,
  mode: 'symbol' | 'code' | 'qr',
  options: readonly number[] = [],
): OpenRequest {
  return {
    // Sound: a test id of the right shape.
    challengeId: `0193e0f2-7a1c-7b2d-8c3e-00000000000${number}` as ChallengeId,
    serverName: 'ACME',
    appName: `App ${number}`,
    origin: 'https://shop.example.org',
    userId: 'alice',
    address: '192.0.2.7',
    browser: 'Firefox on Linux',
    place: '',
    browserKnown: 'undetermined',
    otherOpen: 0,
    purpose: 'login',
    transaction: undefined,
    mode,
    verification: 'none',
    options,
    issuedAtMs: 0,
    expiresAtMs: 90_000,
    sameNetwork: false,
    remainingMs: () => 60_000,
  }
}

const symbol = request(1, 'symbol', passes.slice(0, 3))
const otherSymbol = request(2, 'symbol', passes.slice(3, 6))
const code = request(3, 'code')
const otherCode = request(4, 'code')

const readTyped = (line: string, open: readonly OpenRequest[]): DecisionRead =>
  readLine(line, createBoard().of(open))

const brief = (read: DecisionRead): string => {
  if (!read.ok) return `expected ${read.expected}`
  const { decision } = read
  if (decision.kind === 'check' || decision.kind === 'fetch') return decision.kind
  if (decision.kind !== 'approve') return `${decision.kind} ${decision.request.appName}`
  const { choice } = decision
  return `approve ${decision.request.appName} ${choice.mode === 'symbol' ? choice.symbolId : choice.mode === 'code' ? choice.code : choice.secret}`
}

test('with one request open a number picks the pass beside it, and a letter alone denies or reports', () => {
  assert.equal(brief(readTyped('1', [symbol])), `approve App 1 ${firstPass}`)
  assert.equal(brief(readTyped(' 2 ', [symbol])), `approve App 1 ${secondPass}`)
  assert.equal(brief(readTyped('d', [symbol])), 'deny App 1')
  assert.equal(brief(readTyped('r', [symbol])), 'report App 1')
  assert.equal(brief(readTyped('c', [])), 'check')
})

test('numbers run through all open requests, so a pass says which request is meant', () => {
  assert.equal(brief(readTyped('4', [symbol, otherSymbol])), `approve App 2 ${passes[3]}`)
})

test('numbers and letters stay when another request goes, and begin anew when none is left', () => {
  const board = createBoard()
  board.of([symbol, otherSymbol])
  const left = board.of([otherSymbol])
  assert.equal(brief(readLine('4', left)), `approve App 2 ${passes[3]}`)
  assert.match(brief(readLine('1', left)), /^expected/)
  assert.equal(brief(readLine('B d', left)), 'deny App 2')
  assert.equal(brief(readLine('d', left)), 'deny App 2')
  board.of([])
  assert.equal(brief(readLine('1', board.of([otherSymbol]))), `approve App 2 ${passes[3]}`)
})

test('with several requests open a denial must say which', () => {
  assert.equal(brief(readTyped('B d', [symbol, otherSymbol])), 'deny App 2')
  assert.equal(brief(readTyped('b r', [symbol, otherSymbol])), 'report App 2')
  assert.match(brief(readTyped('d', [symbol, otherSymbol])), /expected which one/)
  assert.match(brief(readTyped('C d', [symbol, otherSymbol])), /no request C/)
})

test('six digits answer the request that asks for them; with two of those they must say which', () => {
  assert.equal(brief(readTyped('048291', [code])), 'approve App 3 048291')
  assert.equal(brief(readTyped('048291', [symbol, code])), 'approve App 3 048291')
  assert.match(brief(readTyped('048291', [code, otherCode])), /expected which one/)
  assert.equal(brief(readTyped('B 048291', [code, otherCode])), 'approve App 4 048291')
  assert.match(brief(readTyped('048291', [symbol])), /number of an access pass/)
  assert.match(brief(readTyped('A 048291', [symbol, code])), /number of an access pass/)
})

for (const line of ['7', '0', '-1', '1.0', '12345', '1234567', 'x', 'dd', 'yes', '1 2 3'])
  test(`"${line}" decides nothing`, () => {
    assert.match(brief(readTyped(line, [symbol])), /^expected/)
  })

test('a script names a pass by slug, by name in either language, or by number', () => {
  const pass = accessPasses[0]
  assert.ok(pass)
  for (const choose of [pass.slug, pass.name.en, pass.name.de.toUpperCase(), String(pass.id)])
    assert.equal(
      brief(decideBy(symbol, { choose, code: undefined, scan: undefined })),
      `approve App 1 ${pass.id}`,
    )
})

test('a pass that is not offered, or digits for a request that shows passes, are not sent', () => {
  const absent = accessPasses[10]?.slug
  assert.match(
    brief(decideBy(symbol, { choose: absent, code: undefined, scan: undefined })),
    /expected one of the access passes/,
  )
  assert.match(
    brief(decideBy(symbol, { choose: undefined, code: '123456', scan: undefined })),
    /expected one of the access passes/,
  )
  assert.match(
    brief(decideBy(code, { choose: 'anchor', code: undefined, scan: undefined })),
    /expected a code of 6 digits/,
  )
})

test('a line of JSON decides about the request it names, or the only one', () => {
  assert.equal(brief(readJson('{"deny":true}', [symbol])), 'deny App 1')
  assert.equal(brief(readJson('{"code":"123456"}', [code])), 'approve App 3 123456')
  assert.equal(
    brief(
      readJson(JSON.stringify({ challengeId: otherSymbol.challengeId, report: true }), [symbol, otherSymbol]),
    ),
    'report App 2',
  )
})

for (const line of [
  '',
  'deny',
  '[]',
  'null',
  '{}',
  '{"deny":true,"code":"123456"}',
  '{"deny":true,"force":1}',
  '{"deny":false}',
  '{"challengeId":"x","deny":true}',
])
  test(`JSON ${line || '(nothing)'} decides nothing`, () => {
    assert.match(brief(readJson(line, [symbol])), /^expected/)
  })

test('with several requests open a line of JSON must name one', () => {
  assert.match(brief(readJson('{"deny":true}', [symbol, otherSymbol])), /challengeId/)
})

test('a request shows who asks, from where, and every pass by its name and number', () => {
  const text = requestsText(createBoard().of([symbol]))
  for (const words of [
    'App 1: alice wants to log in',
    '192.0.2.7, Firefox on Linux',
    'https://shop.example.org',
    '60 s left',
  ])
    assert.ok(text.includes(words), words)
  for (const [i, id] of symbol.options.entries()) {
    const name = accessPasses.find((pass) => pass.id === id)?.name.en
    assert.ok(text.includes(`${i + 1}  ${name}`), name)
  }
})

const scan = request(5, 'qr')
const SECRET = 'EBESExQVFhcYGRobHB0eHw'
const linkOf = ({ challengeId }: OpenRequest): string =>
  formatScanLink({ serverUrl: 'https://id.example.org', challengeId, secret: SECRET })

test('[QR4] the link of a login page approves its own request, whichever else is open', () => {
  assert.equal(brief(readTyped(linkOf(scan), [symbol, scan])), `approve App 5 ${SECRET}`)
  const given = { choose: undefined, code: undefined, scan: linkOf(scan) }
  assert.equal(brief(decideBy(scan, given)), `approve App 5 ${SECRET}`)
  assert.equal(brief(readJson(JSON.stringify({ scan: linkOf(scan) }), [scan])), `approve App 5 ${SECRET}`)
})

test('[QR4] the link of a request that is not shown approves nothing: it is fetched and read first', () => {
  const read = readTyped(linkOf(scan), [symbol])
  assert.ok(read.ok)
  assert.equal(read.decision.kind, 'fetch')
})

test('[QR6] a link answers no request of another kind, and a request of this kind takes nothing else', () => {
  assert.match(brief(readTyped(linkOf(symbol), [symbol])), /^expected another answer/)
  assert.match(
    brief(decideBy(scan, { choose: 'anchor', code: '123456', scan: undefined })),
    /^expected the link/,
  )
  assert.match(
    brief(decideBy(scan, { choose: undefined, code: undefined, scan: linkOf(symbol) })),
    /^expected the link/,
  )
})

test('[TX3] amount and payee of a transaction stand before everything else, and a word of two alphabets is pointed out', () => {
  const transaction = { title: 'Payment', amount: '49.90 EUR', payee: 'Аmazon', note: '' }
  const text = requestsText(createBoard().of([{ ...symbol, purpose: 'transaction', transaction }]))
  assert.ok(text.indexOf('49.90 EUR') < text.indexOf('192.0.2.7'))
  assert.match(text, /to {5}Аmazon/)
  assert.match(text, /two alphabets/)
})

test('[GR3] picking a pass says that the other requests stay', () => {
  assert.match(requestsText(createBoard().of([symbol, otherSymbol])), /the others stay open/)
})
