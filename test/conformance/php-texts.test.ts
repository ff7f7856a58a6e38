// The texts of the Nextcloud app against TypeScript's: names of browsers, user IDs, what may be signed, base64url, links.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import {
  browserWords,
  formatApprovalLink,
  fromBase64Url,
  isBackPath,
  isSignableText,
  normaliseUserId,
  sameUserId,
  toBase64Url,
  toSignableText,
} from '@countersign/protocol'
import { phpHere, runPhp } from '../nextcloud/php-tools.js'
import { storedVector } from '../protocol/make-vectors.js'
import { seededRandom } from '../support/seeded-random.js'
import { askPhp } from './php-verdicts.js'

const random = seededRandom(Number(process.env['PHP_SEED'] ?? 5))

/** Letters that are hard on somebody: case, composition, direction, width, and what is white space to whom. */
const LETTERS = [
  ...'aBzIi0.@-_/(; \t\n\r\v\f\0\u001c\u007f\u0085\u009fäÄßẞİıΣσςΩ\u2126K\u212aÅﬁＡ가ﬀǄǅᲐა𐐀𐐨📱ⅧⓐⒶꙀᏣꭰⱾⱯẖΐᾳᾼ',
  ...'\u00a0\u1680\u180e\u2003\u200b\u200e\u2028\u202e\u202f\u205f\u2066\u3000\ufeff\ufffd\ue000\u{10ffff}',
  ...'\u0308\u0340\u0344\u0345\u0958\u0f73\u2adc\ufb1d\u{1d15e}',
  ...['a\u0308', 'A\u0308', 'I\u0307', 'ΟΣ', '\u1100\u1161', '👨‍👩‍👧'],
]
const texts = [
  ...LETTERS,
  ...Array.from({ length: 2_000 }, () =>
    Array.from({ length: random.below(9) }, () => LETTERS[random.below(LETTERS.length)]).join(''),
  ),
  'x'.repeat(200),
  'ä'.repeat(100),
]

test(
  '[AP6] PHP and TypeScript spell every user ID alike, and take the same ones for one person',
  phpHere,
  () => {
    assert.deepEqual(askPhp(texts.map((text) => ({ ask: 'userId', text }))), texts.map(normaliseUserId))
    const pairs = texts.flatMap((a) =>
      [a.toUpperCase(), ` ${a}`, a.normalize('NFD'), a.normalize('NFKC'), `${a}x`].map((b) => ({ a, b })),
    )
    assert.deepEqual(
      askPhp(pairs.map((pair) => ({ ask: 'sameUserId', ...pair }))),
      pairs.map(({ a, b }) => sameUserId(a, b)),
    )
  },
)

test(
  '[CB5] PHP and TypeScript let the same texts be signed, and make the same of the others',
  phpHere,
  () => {
    const asked = texts.flatMap((text) => [3, 9, 128].map((maxBytes) => ({ text, maxBytes })))
    assert.deepEqual(
      askPhp(asked.map((one) => ({ ask: 'fits', ...one }))),
      asked.map(({ text, maxBytes }) => isSignableText(text, maxBytes)),
    )
    assert.deepEqual(
      askPhp(asked.map((one) => ({ ask: 'fit', ...one }))),
      asked.map(({ text, maxBytes }) => toSignableText(text, maxBytes)),
    )
  },
)

test(
  '[CB5] every character of the first three planes may be signed, or may not, on both sides',
  phpHere,
  () => {
    const all = Array.from({ length: 0x30000 }, (_, code) => String.fromCodePoint(code))
    // Nobody has assigned the others yet, or they are private, or halves of pairs.
    const asked = all.filter((character) => !/[\p{Cn}\p{Co}\p{Cs}]/u.test(character))
    const answers = askPhp(asked.map((text) => ({ ask: 'fits', text, maxBytes: 8 })))

    const differ = asked.filter((text, i) => answers[i] !== isSignableText(text, 8))
    assert.deepEqual(
      differ.map((text) => text.codePointAt(0)?.toString(16)),
      [],
    )
  },
)

test('a browser is called alike by PHP and TypeScript, whatever it sends', phpHere, () => {
  const agents = [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 EdgiOS/140.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0',
    'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Linux) mirall/3.16.7stable-Win64 (build 20250805) (Nextcloud, windows-10.0.26100)',
    'curl/8.5.0',
    '',
  ]
  const words =
    'Edg/ EdgA/ EdgiOS/ OPR/ SamsungBrowser/ Firefox/ FxiOS/ Chrome/ CriOS/ Chromium/ Safari/'.split(' ')
  const systems = ['iPad', 'iPhone', 'Android', 'CrOS', 'Windows', 'Mac OS X', 'Macintosh', 'Linux']
  const bits = [...words, ...systems, ...LETTERS, '1', 'x', '_']
  const odd = Array.from({ length: 3_000 }, () =>
    Array.from({ length: 1 + random.below(5) }, () => bits[random.below(bits.length)]).join(''),
  )
  const asked = [...agents, ...texts, ...odd]

  assert.deepEqual(
    askPhp([...asked.map((text) => ({ ask: 'browser', text })), { ask: 'browser', text: null }]),
    [...asked.map(browserWords), browserWords(undefined)],
  )
})

test('[CB9] PHP and TypeScript read the same texts as base64url, and write the same', phpHere, () => {
  const bytes = Array.from({ length: 300 }, (_, i) => random.bytes(i % 70))
  const read = [
    ...' Q QQ QR QQ== QUI QUJ QUJD Q+ Q/ ä ää 📱 Ａ QUFB='.split(' '),
    ...['Q Q', 'QQ\n', '\nQQ', 'QQ\0'],
    ...bytes.map((each) => toBase64Url(each).slice(0, -1)),
    ...bytes.map((each) => toBase64Url(each)),
    ...texts,
  ]
  const decoded = read.map((text) => fromBase64Url(text))

  assert.deepEqual(
    askPhp(read.map((text) => ({ ask: 'bytes', text }))),
    decoded.map((each) => (each === undefined ? null : Buffer.from(each).toString('hex'))),
  )
  assert.deepEqual(
    askPhp(bytes.map((each) => ({ ask: 'base64url', bytes: Buffer.from(each).toString('hex') }))),
    bytes.map(toBase64Url),
  )
})

test('[LK2] [LK6] PHP and TypeScript make the same links, and go back to the same paths', phpHere, () => {
  const { goodPaths, badPaths, challengeId, secret } = JSON.parse(storedVector('links.json')) as {
    readonly goodPaths: readonly string[]
    readonly badPaths: readonly string[]
    readonly challengeId: ChallengeId
    readonly secret: string
  }
  const paths = [
    ...goodPaths,
    ...badPaths,
    ...texts,
    ...texts.map((text) => `/${text}`),
    '/a\n',
    `/${'a'.repeat(255)}`,
    `/${'a'.repeat(256)}`,
  ]
  const serverUrl = 'https://id.example.org:8443'

  assert.deepEqual(askPhp(paths.map((text) => ({ ask: 'backPath', text }))), paths.map(isBackPath))
  assert.deepEqual(
    askPhp(goodPaths.map((back) => ({ ask: 'link', serverUrl, challengeId, secret, back }))),
    goodPaths.map((back) => formatApprovalLink(serverUrl, { challengeId, secret, back })),
  )
})

test(
  '[AP6] [CB5] where PHP has no intl, text beyond ASCII is nobody and signs nothing, and plain names work',
  phpHere,
  async () => {
    const asked = `
    require 'tests/bootstrap.php';
    use OCA\\Countersign\\Protocol\\{SignableText, UserId};
    try { $spelled = UserId::normalise('Müller'); } catch (UnexpectedValueException) { $spelled = null; }
    echo json_encode([
      'intl' => extension_loaded('intl'),
      'same' => [UserId::same(' Alice', 'alice'), UserId::same('Müller', 'Müller')],
      'spelled' => $spelled,
      'fits' => [SignableText::fits('a', 9), SignableText::fits('ä', 9)],
      'fit' => SignableText::fit("ä\\nb", 9),
    ]);`
    // Without the settings of the machine, which load extensions. Nextcloud cannot do without mbstring: that one comes back.
    const bare = [
      '-n',
      '-d',
      'display_startup_errors=0',
      '-d',
      'display_errors=stderr',
      '-d',
      'extension=mbstring',
    ]

    assert.deepEqual(JSON.parse(await runPhp('php', [...bare, '-r', asked])), {
      intl: false,
      same: [true, false],
      spelled: null,
      fits: [true, false],
      fit: '? b',
    })
  },
)
