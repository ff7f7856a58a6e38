// The PHP verifier of the Nextcloud app against the TypeScript one: the same verdict and the same word for it, on everything we can think of.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { SignedKeySet } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  isAcceptableKey,
  keySetDocument,
  toBase64Url,
} from '@countersign/protocol'
import { deviceThumbprint, verifyKeySet } from '@countersign/web-plugin/verify'
import { APP_FOLDER, phpHere } from '../nextcloud/php-tools.js'
import { storedVector } from '../protocol/make-vectors.js'
import { keys, serverId } from '../protocol/vectors-input.js'
import { seededRandom } from '../support/seeded-random.js'
import { damaged } from './php-mutations.js'
import type { Case } from './php-verdicts.js'
import { askPhp, ourVerdict, phpVerdicts } from './php-verdicts.js'
import { verifies } from './stranger-bytes.js'

const SERVER_ID = toBase64Url(serverId)
/** Enough to find a check that is missing in every run, and over in seconds. */
const MUTATIONS = 6_000

const { keySet, cases } = stored<{
  readonly keySet: SignedKeySet
  readonly cases: readonly {
    readonly why: string
    readonly valid: boolean
    readonly assertion: string
    readonly expected: Case['expected'] & { readonly nowMs: number }
  }[]
}>('assertions')

test(
  '[AS1] [AS2] [AS3] [AS4] [AS5] [AS6] [AS7] PHP and TypeScript agree on every assertion of the vectors, and on the reason',
  phpHere,
  () => {
    const asked = cases.map(({ assertion, expected }) => caseOf(assertion, expected))
    const answers = phpVerdicts(asked)

    assert.ok(cases.length > 60)
    for (const [i, { why, valid }] of cases.entries()) {
      const ours = ourVerdict(asked[i] ?? assert.fail())
      assert.deepEqual(answers[i], ours, why)
      assert.equal(ours['ok'], valid, why)
    }
  },
)

test(
  `[AS1] [CB1] PHP and TypeScript agree on ${MUTATIONS} damaged assertions, and on the reason`,
  phpHere,
  (t) => {
    const seed = Number(process.env['PHP_SEED'] ?? Date.now() % 1_000_000)
    t.diagnostic(`seed ${seed}: PHP_SEED=${seed} repeats these`)
    const random = seededRandom(seed)
    const goods = cases
      .filter(({ valid }) => valid)
      .map(({ assertion, expected }) => caseOf(assertion, expected))
    const made = Array.from({ length: MUTATIONS }, () => damaged(goods, random)).filter((one) =>
      isShared(one.case),
    )
    const answers = phpVerdicts(made.map((one) => one.case))

    const reasons = new Map<unknown, number>()
    for (const [i, { how, case: damagedCase }] of made.entries()) {
      const ours = ourVerdict(damagedCase)
      assert.deepEqual(answers[i], ours, `${how}, seed ${seed}, case ${i}: ${JSON.stringify(damagedCase)}`)
      const said = ours['reason'] ?? 'accepted'
      reasons.set(said, (reasons.get(said) ?? 0) + 1)
    }
    t.diagnostic(JSON.stringify(Object.fromEntries(reasons)))
    assert.ok(reasons.size > 30, 'the damage is one-sided')
  },
)

test(
  '[CB1] [CB2] [CB3] [CB4] [CB5] [CB6] [CB7] PHP reads the documents of the vectors alike, and no malformed one',
  phpHere,
  () => {
    const { documents } = stored<{ documents: readonly Body[] }>('documents')
    const { bodies } = stored<{ bodies: readonly Body[] }>('malformed')
    const asked = [...documents, ...bodies].filter(({ domain }) => readers.has(domain))
    const answers = askPhp(asked.map(({ domain, body }) => ({ ask: 'document', domain, body })))

    assert.equal(asked.length, 302)
    for (const [i, { name, why, domain, body }] of asked.entries()) {
      assert.deepEqual(answers[i], readByUs(domain, body), name ?? why)
      assert.equal(answers[i] === null, name === undefined, name ?? why)
    }
  },
)

test('[CB1] PHP reads a body with one flipped bit as TypeScript does, wherever the bit is', phpHere, () => {
  const { documents } = stored<{ documents: readonly Body[] }>('documents')
  const asked = documents
    .filter(({ domain }) => readers.has(domain))
    .flatMap(({ domain, body }) =>
      Array.from({ length: body.length * 4 }, (_, bit) => ({ domain, body: flipped(body, bit) })),
    )
  const answers = askPhp(asked.map((one) => ({ ask: 'document', ...one })))

  for (const [i, { domain, body }] of asked.entries())
    assert.deepEqual(answers[i], readByUs(domain, body), body)
})

test('[KE1] [KE2] [AS7] PHP and TypeScript agree on keys, signatures and thumbprints', phpHere, () => {
  const { lowOrderPublicKeys, nonCanonicalPublicKeys, signatures } = stored<{
    readonly lowOrderPublicKeys: readonly string[]
    readonly nonCanonicalPublicKeys: readonly string[]
    readonly signatures: readonly { publicKey: string; message: string; signature: string; valid: boolean }[]
  }>('ed25519')
  const random = seededRandom(7)
  const chance = Array.from({ length: 200 }, () => hex(random.bytes(32)))
  const edges = ['eb', 'ec', 'ed', 'ee'].flatMap((low) =>
    ['7f', 'ff'].map((high) => low + 'ff'.repeat(30) + high),
  )
  const all = [
    ...lowOrderPublicKeys,
    ...nonCanonicalPublicKeys,
    ...chance,
    ...edges,
    '',
    '00'.repeat(31),
    '00'.repeat(33),
  ]
  const signed = [
    ...signatures,
    ...chance.map((publicKey) => ({ ...(signatures[0] ?? assert.fail()), publicKey })),
    ...chance.map((bytes) => ({ ...(signatures[0] ?? assert.fail()), signature: bytes + bytes })),
  ]

  assert.deepEqual(
    askPhp(all.map((key) => ({ ask: 'key', key }))),
    all.map((key) => isAcceptableKey(bytes(key))),
  )
  assert.deepEqual(
    askPhp(
      signed.map(({ publicKey, message, signature }) => ({
        ask: 'signature',
        key: publicKey,
        message,
        signature,
      })),
    ),
    signed.map(({ publicKey, message, signature }) =>
      verifies(Buffer.from(publicKey, 'hex'), Buffer.from(message, 'hex'), Buffer.from(signature, 'hex')),
    ),
  )
  assert.deepEqual(
    askPhp(chance.map((key) => ({ ask: 'thumbprint', key }))),
    chance.map((key) => deviceThumbprint(bytes(key))),
  )
})

test('[KS1] [KS2] PHP and TypeScript agree on key sets, whatever is wrong with them', phpHere, () => {
  const parsed = keySetDocument.parse(bytesOf(keySet.body))
  assert.ok(parsed.ok)
  const set = parsed.value
  const [key = assert.fail()] = set.keys
  const byRoot = (body: Uint8Array): SignedKeySet => ({
    rootKey: toBase64Url(keys.root.publicKey),
    body: toBase64Url(body),
    signature: toBase64Url(keys.root.sign(keySetDocument.message(body))),
  })
  const encoded = (change: Partial<typeof set>): SignedKeySet =>
    byRoot(keySetDocument.encode({ ...set, ...change }))
  const many = (count: number): Uint8Array => {
    const body = keySetDocument.encode({
      ...set,
      keys: Array.from({ length: Math.min(count, 16) }, () => key),
    })
    const entry = body.subarray(-86)
    if (count <= 16) return body
    const longer = Buffer.concat([body, entry])
    const length = count * 86
    return Buffer.concat([
      longer.subarray(0, body.length - 16 * 86 - 2),
      Buffer.of(length >> 8, length),
      longer.subarray(body.length - 16 * 86),
    ])
  }
  const signeds: readonly unknown[] = [
    keySet,
    encoded({}),
    encoded({ keys: [] }),
    encoded({ serverId: new Uint8Array(32) }),
    encoded({ keySetVersion: 2 ** 32 - 1 }),
    byRoot(many(16)),
    byRoot(many(17)),
    byRoot(Uint8Array.of(1, 2, 3)),
    byRoot(bytesOf(keySet.body).subarray(1)),
    { ...keySet, rootKey: toBase64Url(keys.otherDevice.publicKey) },
    { ...keySet, signature: toBase64Url(keys.device.sign(keySetDocument.message(bytesOf(keySet.body)))) },
    { ...keySet, more: 1 },
    { rootKey: keySet.rootKey, body: keySet.body },
    { ...keySet, rootKey: null },
    { ...keySet, body: `${keySet.body}=` },
    { ...keySet, body: '' },
    { ...keySet, signature: [keySet.signature] },
    {},
  ]
  const asked = signeds.flatMap((signed) =>
    [SERVER_ID, 'A'.repeat(43), 'A', ''].flatMap((pinned) =>
      [0, 7, 8].map((lowestVersion) => ({ signed, serverId: pinned, lowestVersion })),
    ),
  )
  const answers = askPhp(asked.map((one) => ({ ask: 'keySet', ...one })))
  const reasons = new Set<unknown>()
  for (const [i, { signed, serverId: pinned, lowestVersion }] of asked.entries()) {
    // Sound for the question asked here: what it does with what is no such set.
    const ours = verifyKeySet(signed as SignedKeySet, pinned, lowestVersion)
    const expected = ours.ok ? { ok: true, version: ours.keySet.keySetVersion } : ours
    assert.deepEqual(answers[i], expected, JSON.stringify(asked[i]))
    reasons.add(ours.ok ? 'accepted' : ours.reason)
  }
  assert.deepEqual([...reasons].sort(), [
    'accepted',
    'malformed',
    'server_other',
    'signature_wrong',
    'version_fell',
  ])
})

test(
  'what PHP refuses with are the words of the TypeScript verifier, every one of them, and no other',
  phpHere,
  () => {
    const ours = ['server-statement', 'statement-for', 'verify-evidence', 'verify-key-set', 'verify'].flatMap(
      (name) => {
        const text = readFileSync(new URL(`../../web-plugin/src/${name}.ts`, import.meta.url), 'utf8')
        const unions = wordsOf(text, /^export type \w*Rejection =([\s\S]*?)\n\n/gm).join()
        return wordsOf(unions, /'(\w+)'/g)
      },
    )
    const folder = `${APP_FOLDER}lib/Protocol/`
    const sources = readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'))
    const used = sources.flatMap((text) => wordsOf(text, /(?:=>|Refused\(|\?) '(\w+)'|Refused\('(\w+)'/g))
    const told = wordsOf(readFileSync(`${folder}Refused.php`, 'utf8'), /`([a-z]+(?:_[a-z]+)*)`/g)

    assert.deepEqual([...new Set(told)].sort(), [...new Set(ours)].sort())
    assert.deepEqual(
      ours.filter((word) => !used.includes(word)),
      [],
    )
  },
)

interface Body {
  readonly name?: string
  readonly why?: string
  readonly domain: string
  readonly body: string
}

const readers = new Map(
  [keySetDocument, challengeDocument, answerDocument].map((document) => [document.domain, document] as const),
)

/** As PHP spells it: bytes and texts in hex, null for what is refused. */
function readByUs(domain: string, body: string): unknown {
  const parsed = readers.get(domain)?.parse(bytes(body))
  return parsed?.ok ? spelled(parsed.value) : null
}

function spelled(value: unknown): unknown {
  if (typeof value === 'string') return hex(Buffer.from(value))
  if (value instanceof Uint8Array) return hex(value)
  if (Array.isArray(value)) return value.map(spelled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spelled(each)]))
}

function flipped(body: string, bit: number): string {
  return hex(bytes(body).map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)))
}

function caseOf(
  assertion: string,
  { nowMs, ...expected }: Case['expected'] & { readonly nowMs: number },
): Case {
  return { keySet, serverId: SERVER_ID, assertion, expected, nowMs }
}

/** Half of a surrogate pair, spelled `\ud83d`, is a text for JavaScript and none for PHP: refused there as claims that are malformed. */
function isShared({ assertion }: Case): boolean {
  return !assertion.split('.').some((part) => /\\ud[89a-f]/i.test(Buffer.from(part, 'base64url').toString()))
}

function wordsOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter((group) => group !== undefined))
}

function stored<T>(name: string): T {
  return JSON.parse(storedVector(`${name}.json`)) as T
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}
