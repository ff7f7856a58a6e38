// Good assertions of the vectors, damaged at one layer and signed again above it: in the text, in the JSON, in the bytes that were signed.

import { answerDocument, challengeDocument, fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { Random } from '@countersign/server/core/ports'
import { keys, sha256 } from '../protocol/vectors-input.js'
import { fieldsOf } from '../protocol/vectors-malformed.js'
import type { Case } from './php-verdicts.js'

/** What a damaged assertion is made of; each step takes what the one before left. */
type Damage = (good: Case, random: Random) => Case

/** One more case: what was damaged, and how often each kind is drawn. */
export function damaged(
  goods: readonly Case[],
  random: Random,
): { readonly how: string; readonly case: Case } {
  const [how, damage] = pick(random, DAMAGES)
  return { how, case: damage(pick(random, goods), random) }
}

const DAMAGES: readonly (readonly [how: string, damage: Damage])[] = [
  ['the compact text', (good, random) => ({ ...good, assertion: damagedText(good.assertion, random, TEXT) })],
  [
    'the header, signed',
    signed((parts, random) => ({ ...parts, header: damagedText(parts.header, random, JSON_BITS) })),
  ],
  [
    'the claims, signed',
    signed((parts, random) => ({ ...parts, claims: damagedText(parts.claims, random, JSON_BITS) })),
  ],
  ['one claim, signed', signed((parts, random) => ({ ...parts, claims: oddClaim(parts.claims, random) }))],
  ['one claim, signed', signed((parts, random) => ({ ...parts, claims: oddClaim(parts.claims, random) }))],
  [
    'a claim twice, signed',
    signed((parts, random) => ({ ...parts, claims: claimTwice(parts.claims, random) })),
  ],
  ['the evidence, signed', signed(damagedEvidence)],
  [
    'the challenge, signed',
    signed((parts, random) => deviceSigned(parts, damagedBody(challengeOf(parts), random))),
  ],
  [
    'the challenge, signed',
    signed((parts, random) => deviceSigned(parts, damagedBody(challengeOf(parts), random))),
  ],
  [
    'the context, signed',
    signed((parts, random) => deviceSigned(parts, damagedContext(challengeOf(parts), random))),
  ],
  [
    'the answer, signed',
    signed((parts, random) =>
      deviceSigned(parts, challengeOf(parts), (answer) => damagedBody(answer, random)),
    ),
  ],
  ['what is expected', damagedExpectation],
]

interface Parts {
  readonly header: string
  readonly claims: string
}

/** Takes the statement apart, lets it be damaged, and signs what came of it as the server. */
function signed(damage: (parts: Parts, random: Random) => Parts): Damage {
  return (good, random) => {
    const [header = '', claims = ''] = good.assertion
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString())
    const parts = damage({ header, claims }, random)
    const input = [parts.header, parts.claims].map((text) => toBase64Url(Buffer.from(text))).join('.')
    return { ...good, assertion: `${input}.${toBase64Url(keys.challenge.sign(Buffer.from(input)))}` }
  }
}

interface Claims {
  readonly evidence: { readonly challenge: string; readonly answer: string }
}

/** Sound: only good statements of the vectors are taken apart, and those have this shape. */
const claimsOf = ({ claims }: Parts): Claims => JSON.parse(claims) as Claims
const challengeOf = (parts: Parts): Uint8Array => bytesOf(claimsOf(parts).evidence.challenge)

/** The challenge as damaged, and an answer by the device to that very challenge, damaged or not. */
function deviceSigned(parts: Parts, challenge: Uint8Array, damage = (answer: Uint8Array) => answer): Parts {
  const claims = claimsOf(parts)
  const good = answerDocument.parse(bytesOf(claims.evidence.answer))
  if (!good.ok) throw new Error('the answer of a good vector does not parse')
  const challengeHash = sha256(challengeDocument.message(challenge))
  const answer = damage(answerDocument.encode({ ...good.value, challengeHash }))
  const evidence = {
    ...claims.evidence,
    challenge: toBase64Url(challenge),
    answer: toBase64Url(answer),
    signature: toBase64Url(keys.device.sign(answerDocument.message(answer))),
  }
  return { ...parts, claims: JSON.stringify({ ...claims, evidence }) }
}

const TEXT = ['', '.', '=', 'A', 'a', '-', '_', '+', '\n', ' ', 'ä', '📱', '\0']
const JSON_BITS = [
  ...['', ' ', '\n', '\t', '\u000b', '\0', '\u00a0', '\ufeff'],
  ...'" { } [ ] , : \\ / \\u0061 \\n \\x // [] {} 0 1 - + .0 .5 e0 E2 1e400 true TRUE Null NaN ä 📱'.split(
    ' ',
  ),
]

/** One or two places changed, left out, doubled, or cut off behind. */
function damagedText(text: string, random: Random, bits: readonly string[]): string {
  let out = text
  for (let times = 1 + random.below(2); times > 0; times -= 1) {
    const at = random.below(out.length + 1)
    const until = Math.min(out.length, at + random.below(4))
    const kind = random.below(8)
    if (kind === 0) out = out.slice(0, at)
    else if (kind === 1) out = out.slice(0, until) + out.slice(at)
    else out = out.slice(0, at) + pick(random, bits) + out.slice(kind < 5 ? until : at)
  }
  // What was cut between the halves of a pair is no text that either end could be sent.
  return Buffer.from(out).toString()
}

const ODD: readonly unknown[] = [
  '[null, true, false, 0, -1, 1, 0.5, 1e21, 9007199254740992, 9007199254740991, 1795000005, 1795000064, 1795000066]',
  '["", " ", "1795000005", "login", "stepUp", "pop", [], {}, [[]], [1], {"0": "pop"}, {"length": 3}]',
  '["alice@example.org", "Alice@Example.org", " alice@example.org", "a\u0308", "\u202ealice", "\ufeffalice"]',
  '["\u1680", "\u180e", "\u200b", "\u0085", "countersign:code", "countersign:link", ["mch-symbol", "swk", "pop"]]',
  '[["pop", "swk", "mch-code"], ["pop", "swk", "mch-symbol", "x"], ["1", "2", "3", "4", "5", "6", "7", "8", "9"]]',
  '["fbd1be30-7603-4f91-0b6a-56f8238711b7", "FBD1BE30-7603-4F91-0B6A-56F8238711B7"]',
]
  .flatMap((text) => JSON.parse(text) as unknown[])
  .concat([
    'x'.repeat(255),
    'ä'.repeat(127),
    'ä'.repeat(128),
    '📱'.repeat(64),
    '📱'.repeat(65),
    ['x'.repeat(33)],
  ])
  .concat([['📱'.repeat(32)], ['📱'.repeat(33)], 'A'.repeat(43), 'A'.repeat(44), `${'A'.repeat(42)}B`])

function oddClaim(text: string, random: Random): string {
  const claims = JSON.parse(text) as Record<string, unknown>
  const name = pick(random, [...Object.keys(claims), 'extra', '__proto__', '', '0'])
  const odd = random.below(6) === 0 ? nearTime(random) : pick(random, ODD)
  // Not by assignment: a member of that name must stand in the text.
  const rest = Object.entries(claims).filter(([each]) => each !== name)
  return objectText(random.below(8) === 0 ? rest : [...rest, [name, odd]])
}

function claimTwice(text: string, random: Random): string {
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>)
  const [name, value] = pick(random, members)
  const other = pick(random, [...ODD, value])
  return objectText(random.below(2) === 0 ? [[name, other], ...members] : [...members, [name, other]])
}

function objectText(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`
}

function nearTime(random: Random): number {
  return 1_795_000_000 + random.below(200) - 100
}

function damagedEvidence(parts: Parts, random: Random): Parts {
  const claims = claimsOf(parts)
  const evidence: Record<string, unknown> = { ...claims.evidence }
  const name = pick(random, Object.keys(evidence))
  const given = String(evidence[name])
  const odd = [
    pick(random, ODD),
    damagedText(given, random, TEXT),
    toBase64Url(damagedBytes(bytesOf(given), random)),
  ]
  evidence[name] = pick(random, odd)
  return { ...parts, claims: JSON.stringify({ ...claims, evidence }) }
}

function damagedBody(body: Uint8Array, random: Random): Uint8Array {
  return random.below(3) === 0 ? damagedBytes(body, random) : damagedFields(body, random)
}

/** Tag 15 of the challenge: the record that the person read. */
function damagedContext(body: Uint8Array, random: Random): Uint8Array {
  return replaceField(body, 14, damagedFields(body.subarray(...contentOf(body, 14)), random))
}

function damagedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length)
  const flipped = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << random.below(8)) : byte))
  return pick(random, [
    flipped,
    flipped,
    flipped,
    bytes.subarray(0, at),
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
    Buffer.concat([bytes.subarray(0, at), random.bytes(1), bytes.subarray(at)]),
    Buffer.concat([bytes, bytes.subarray(at)]),
  ])
}

const CONTENTS: readonly Uint8Array[] = [
  ...' 00 01 02 03 04 ff 0000 0001 0021 002a00 00000001 0020000000000000 001fffffffffffff 8000000000000000'.split(
    ' ',
  ),
  ...'c3a4 61cc88 e280ae eda080 c080 f09f93b1 f4908080 efbbbf61 0a 7f c285 e28ba8 ffffffffffffffff 000001a1ee565e00'.split(
    ' ',
  ),
  ...[16, 31, 32, 33, 300].map((length) => '61'.repeat(length)),
].map((hex) => Buffer.from(hex, 'hex'))

/** A field doubled, left out, exchanged with another, called otherwise, or filled with something else. */
function damagedFields(body: Uint8Array, random: Random): Uint8Array {
  const parts = fieldsOf(body).map(({ start, end }) => body.subarray(start, end))
  const at = random.below(parts.length)
  const to = random.below(parts.length)
  const moved = (from: number): Uint8Array => parts[from] ?? new Uint8Array(0)
  switch (random.below(7)) {
    case 0:
      return Buffer.concat(parts.flatMap((part, i) => (i === at ? [part, part] : [part])))
    case 1:
      return Buffer.concat(parts.filter((_, i) => i !== at))
    case 2:
      return Buffer.concat(parts.map((part, i) => (i === at ? moved(to) : i === to ? moved(at) : part)))
    case 3:
      return Buffer.concat(
        parts.map((part, i) => (i === at ? Buffer.concat([random.bytes(1), part.subarray(1)]) : part)),
      )
    default:
      return replaceField(body, at, pick(random, CONTENTS))
  }
}

function contentOf(body: Uint8Array, index: number): [start: number, end: number] {
  const { start = 0, end = 0 } = fieldsOf(body)[index] ?? {}
  return [start + 3, end]
}

function replaceField(body: Uint8Array, index: number, content: Uint8Array): Uint8Array {
  const [start, end] = contentOf(body, index)
  const length = Uint8Array.of(content.length >> 8, content.length)
  return Buffer.concat([body.subarray(0, start - 2), length, content, body.subarray(end)])
}

function damagedExpectation(good: Case, random: Random): Case {
  const { expected } = good
  const other = 'A'.repeat(43)
  const context = (change: Partial<typeof expected.context>) => ({
    context: { ...expected.context, ...change },
  })
  const change = pick(random, [
    { serverId: other },
    { serverId: 'A' },
    { appId: 'fbd1be30-7603-4f91-0b6a-56f8238711b7' },
    {
      userId: pick(random, ['ALICE@example.org ', '\u00a0alice@example.org', 'alicе@example.org', '', 'bob']),
    },
    { accountId: pick(random, [undefined, 'fbd1be30-7603-4f91-0b6a-56f8238711b7']) },
    { challengeId: 'a08e0f0c-9a5e-342d-fcf0-fe2625f71519' },
    { appNonce: other },
    { purpose: 'stepUp' as const },
    { match: { mode: 'symbol' as const, symbolId: pick(random, [0, 7, 12, 33, 65_535]) } },
    { match: { mode: 'code' as const, code: pick(random, ['048213', '000000']) } },
    { match: { mode: 'link' as const, secret: 'oRnYTMWQyWFawnwE6GLJZQ' } },
    { returnCode: pick(random, [undefined, '', other, 'oRnYTMWQyWFawnwE6GLJZQ', 'wZ_8sIHZqmo-1_C6684Wxg']) },
    { pinnedDevices: pick(random, [[], [other], undefined]) },
    context({ address: '' }),
    context({ browser: 'Firefox on windows' }),
    context({ origin: 'https://pay.example.org/' }),
    context({ appName: pick(random, ['Päyroll', 'Pa\u0308yroll', '']) }),
    {},
  ])
  const nowMs =
    good.nowMs + pick(random, [0, 0, -65_000, -65_001, 119_999, 120_000, 120_001, 720_000, 10 ** 9])
  return { ...good, nowMs, expected: { ...expected, ...change } }
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url(text)
  if (bytes === undefined) throw new Error('a good vector holds text that is not base64url')
  return bytes
}

function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[random.below(from.length)]
  if (one === undefined && from.length === 0) throw new RangeError('nothing to pick from')
  // Sound: the index is below the length; what is undefined is an element of that kind.
  return one as T
}
