// Attack: the file with somebody's codes lies in a cloud or a mailbox. Whoever has it tries passphrases; or writes to it, so that the
// next import tells them something: with rounds that are cheap to try, rounds that freeze the phone, another cipher, other bytes.
// Held off: 600,000 rounds of PBKDF2-HMAC-SHA-256 and a salt of its own per file; every parameter is bound into the seal and has
// bounds; a wrong passphrase and a changed file cannot be told apart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ITERATIONS, openFile, sealFile } from '@countersign/authenticator/codes/backup-file'
import type { NewEntry } from '@countersign/authenticator/codes/entry'

const PASSPHRASE = 'acorn kettle bridge'
const entries: readonly NewEntry[] = [
  {
    issuer: 'Bank',
    account: 'ann',
    form: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },
    secret: Uint8Array.from({ length: 20 }, (_, i) => i),
  },
]

// biome-ignore lint/suspicious/noExplicitAny: an attacker writes whatever they like
type Changed = (file: any) => void
const changed = async (change: Changed, passphrase = PASSPHRASE) => {
  const file: unknown = JSON.parse(await sealFile(entries, PASSPHRASE))
  change(file)
  return openFile(JSON.stringify(file), passphrase)
}

test('the file opens by its passphrase, and by no other', async () => {
  const text = await sealFile(entries, PASSPHRASE)
  assert.deepEqual(await openFile(text, PASSPHRASE), entries)
  assert.equal(await openFile(text, `${PASSPHRASE} `), 'not_opened')
  assert.equal(await openFile(text, ''), 'not_opened')
})

test('no name and no secret can be read in it, and no two files share salt or nonce', async () => {
  const [one, two] = [await sealFile(entries, PASSPHRASE), await sealFile(entries, PASSPHRASE)]
  assert.doesNotMatch(one, /Bank|ann"|AAECAwQ/)
  const [a, b] = [JSON.parse(one), JSON.parse(two)]
  assert.equal(a.kdf.iterations, 600_000)
  assert.notEqual(a.kdf.salt, b.kdf.salt)
  assert.notEqual(a.cipher.iv, b.cipher.iv)
  assert.notEqual(a.sealed, b.sealed)
})

test('fewer rounds, or so many that the phone freezes, are refused before one is computed', async () => {
  for (const iterations of [0, 1, ITERATIONS - 1, 6_000_001, 1e12, -1, 1.5, '600000', null])
    assert.equal(
      await changed((file) => {
        file.kdf.iterations = iterations
      }),
      'unknown_version',
      String(iterations),
    )
})

test('another derivation, cipher or version is refused, not guessed', async () => {
  const changes: readonly Changed[] = [
    (file) => {
      file.version = 2
    },
    (file) => {
      file.kdf.name = 'PBKDF2-HMAC-SHA-1'
    },
    (file) => {
      file.cipher.name = 'AES-256-CBC'
    },
    (file) => {
      delete file.kdf
    },
  ]
  for (const change of changes) assert.equal(await changed(change), 'unknown_version')
})

test('a changed byte anywhere opens nothing: rounds within bounds, salt, nonce, sealed text', async () => {
  const changes: readonly Changed[] = [
    (file) => {
      file.kdf.iterations = ITERATIONS + 1
    },
    (file) => {
      file.kdf.salt = flipped(file.kdf.salt)
    },
    (file) => {
      file.cipher.iv = flipped(file.cipher.iv)
    },
    (file) => {
      file.sealed = flipped(file.sealed)
    },
  ]
  for (const change of changes) assert.equal(await changed(change), 'not_opened')
  const cutOff = await changed((file) => {
    file.sealed = file.sealed.slice(0, -4)
  })
  assert.equal(typeof cutOff, 'string')
})

test('what is no file of ours is told, whatever it is and however large', async () => {
  for (const text of ['', '{', '[]', 'null', '{"format":"other"}', '"x"', 'x'.repeat(1_000_001)])
    assert.equal(await openFile(text, PASSPHRASE), 'not_one', text.slice(0, 20))
})

/** Another letter at the start: still base64url. */
function flipped(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
}
