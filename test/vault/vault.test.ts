// The vault as the server: its identity, its key set, its sealing and hashing.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { KeyId } from '@countersign/protocol'
import {
  fromBase64Url,
  idToBytes,
  keySetDocument,
  sealingKeyAt,
  serverIdPreimage,
} from '@countersign/protocol'
import { systemRandom } from '@countersign/server/vault/random'
import type { RootKeys } from '@countersign/server/vault/root-keys'
import { newRootKeys } from '@countersign/server/vault/root-keys'
import { createVault } from '@countersign/server/vault/vault'

const NOW_MS = 1_800_000_000_000
const DAY_MS = 86_400_000
const clock = { nowMs: () => NOW_MS }
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

test('[KS1] the key set checks against the server id: root key, signature, body, server id', () => {
  const vault = createVault(newRootKeys(), clock)
  const key = vault.newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + 90 * DAY_MS)
  vault.load([key], 7)

  const [rootKey, body, signature] = signedKeySetOf(vault)

  const serverId = createHash('sha256').update(serverIdPreimage(rootKey)).digest()
  assert.deepEqual(new Uint8Array(serverId), vault.serverId)
  assert.equal(vault.verify(rootKey, keySetDocument.message(body), signature), true)
  const parsed = keySetDocument.parse(body)
  const sealing = parsed.ok ? sealingKeyAt(parsed.value, NOW_MS) : undefined
  assert.equal(sealing?.publicKey.length, 65)
  assert.deepEqual(parsed, {
    ok: true,
    value: {
      version: 1,
      serverId: vault.serverId,
      keySetVersion: 7,
      issuedAtMs: NOW_MS,
      keys: [
        {
          keyId: idToBytes(key.id),
          role: 1,
          algorithm: 1,
          publicKey: key.publicKey,
          notBeforeMs: key.notBeforeMs,
          notAfterMs: key.notAfterMs,
        },
        sealing,
      ],
    },
  })
  assert.equal(vault.keySetVersion(), 7)
})

test('the same root keys make the same server; other ones another', () => {
  const keys = newRootKeys()
  const serverId = createVault(keys, clock).serverId
  assert.deepEqual(createVault(keys, clock).serverId, serverId)
  assert.notDeepEqual(createVault(newRootKeys(), clock).serverId, serverId)
})

test('a vault keeps working after its caller wiped the root keys', () => {
  const keys = newRootKeys()
  const vault = createVault(keys, clock)
  const sealed = vault.seal(text('secret'), 'ticket/1/secret')
  keys.root.fill(0)
  keys.master.fill(0)
  assert.deepEqual(vault.unseal(sealed, 'ticket/1/secret'), text('secret'))
})

test('[KS4] the announced successor signs from the moment it may, and the retired key is still at hand', () => {
  const vault = createVault(newRootKeys(), clock)
  const old = vault.newSigningKey(systemRandom.id(), NOW_MS - 90 * DAY_MS, NOW_MS + DAY_MS)
  const next = vault.newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + 90 * DAY_MS)
  vault.load([old, next], 2)
  const message = text('a challenge')

  const before = vault.signingKey(NOW_MS - 1)
  const from = vault.signingKey(NOW_MS)

  assert.equal(before.keyId, old.id)
  assert.equal(from.keyId, next.id)
  assert.equal(vault.verify(next.publicKey, message, from.sign(message)), true)
  assert.equal(vault.verify(old.publicKey, message, vault.signWith(old.id, message)), true)
})

test('a vault without keys, with none in force, or asked for a key it has not, throws', () => {
  const vault = createVault(newRootKeys(), clock)
  assert.throws(() => vault.signingKey(NOW_MS), /no signing keys yet/)
  assert.throws(() => vault.keySet(), /no signing keys yet/)
  const key = vault.newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + 5)
  vault.load([key], 1)
  assert.throws(() => vault.signingKey(NOW_MS + 6), /no signing key is valid now/)
  assert.throws(() => vault.signWith(systemRandom.id<KeyId>(), text('x')), /not loaded/)
})

test('a stolen database signs nothing: its sealed keys do not open under another master', () => {
  const key = createVault(newRootKeys(), clock).newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + 1)
  assert.throws(() => createVault(newRootKeys(), clock).load([key], 1), /sealed bytes/)
})

test('a sealed signing key that was moved to another row does not load, and leaves the loaded keys as they were', () => {
  const vault = createVault(newRootKeys(), clock)
  const [a, b] = [0, 1].map(() => vault.newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + DAY_MS))
  assert.ok(a && b)
  vault.load([a], 1)
  assert.throws(() => vault.load([{ ...b, sealedPrivateKey: a.sealedPrivateKey }], 2), /sealed bytes/)
  assert.equal(vault.signingKey(NOW_MS).keyId, a.id)
})

test('sealed bytes open only where they were sealed for, and only unchanged', () => {
  const vault = createVault(newRootKeys(), clock)
  const secret = systemRandom.bytes(16)
  const sealed = vault.seal(secret, 'ticket/1/sealed_secret')

  assert.deepEqual(vault.unseal(sealed, 'ticket/1/sealed_secret'), secret)
  assert.throws(() => vault.unseal(sealed, 'ticket/2/sealed_secret'), /changed, moved/)
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const flipped = sealed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    assert.throws(() => vault.unseal(flipped, 'ticket/1/sealed_secret'), /sealed bytes/)
  }
  for (let length = 0; length < sealed.length; length += 1)
    assert.throws(() => vault.unseal(sealed.subarray(0, length), 'ticket/1/sealed_secret'), /sealed bytes/)
})

test('the same secret sealed twice gives different bytes; an empty one is sealed too', () => {
  const vault = createVault(newRootKeys(), clock)
  const place = 'ticket/1/sealed_secret'
  assert.notDeepEqual(vault.seal(text('x'), place), vault.seal(text('x'), place))
  assert.deepEqual(vault.unseal(vault.seal(new Uint8Array(0), place), place), new Uint8Array(0))
})

test('each label hashes with a key of its own, the same after a restart, another on another server', () => {
  const keys = newRootKeys()
  const labels = ['expected-choice', 'watch-token', 'app-key', 'pseudo-account'] as const
  const hashes = (root: RootKeys) =>
    labels.map((label) => Buffer.from(createVault(root, clock).keyedHash(label, text('x'))).toString('hex'))

  assert.deepEqual(hashes(keys), hashes(keys))
  assert.equal(new Set([...hashes(keys), ...hashes(newRootKeys())]).size, 2 * labels.length)
})

test('hashes are those of the standards', () => {
  const vault = createVault(newRootKeys(), clock)
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  // FIPS 180-2, appendix B.1.
  assert.equal(
    hex(vault.sha256(text('abc'))),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  // RFC 4231 §4.3, test case 2.
  assert.equal(
    hex(vault.hmacSha256(text('Jefe'), text('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('bytes from the vault are plain Uint8Arrays: slicing one copies it', () => {
  const vault = createVault(newRootKeys(), clock)
  const key = vault.newSigningKey(systemRandom.id(), NOW_MS, NOW_MS + 1)
  vault.load([key], 1)
  const outputs = [
    vault.serverId,
    vault.sha256(text('x')),
    vault.keyedHash('app-key', text('x')),
    vault.seal(text('x'), 'a/b/c'),
    vault.unseal(vault.seal(text('x'), 'a/b/c'), 'a/b/c'),
    vault.signingKey(NOW_MS).sign(text('x')),
    key.publicKey,
    key.sealedPrivateKey,
  ]
  for (const output of outputs) assert.equal(Object.getPrototypeOf(output), Uint8Array.prototype)
})

function signedKeySetOf(vault: ReturnType<typeof createVault>) {
  const { rootKey, body, signature } = vault.keySet()
  const parts = [rootKey, body, signature].map(fromBase64Url)
  const [root, bytes, signed] = parts
  assert.ok(root && bytes && signed)
  return [root, bytes, signed] as const
}
