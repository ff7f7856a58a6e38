// What phones seal to the server's sealing key: opened by it alone, whatever else comes says nothing.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { joinSealed, pinSealInfo } from '@countersign/protocol'
import type { PinSeal } from '@countersign/server/vault/pin-seal'
import { createPinSeal } from '@countersign/server/vault/pin-seal'
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

const serverId = new Uint8Array(32).fill(7)
const master = new Uint8Array(32).fill(8)
const plain = new Uint8Array(64).fill(9)

test('[PN3] what is sealed to the key of the key set opens, whole and once made or made again', async () => {
  const sealed = await sealedTo(createPinSeal(master, serverId), plain)
  assert.equal(sealed.length, 16 + 65 + 64 + 16)
  assert.deepEqual(await createPinSeal(master, serverId).open(sealed), plain)
})

test('[PN3] another server, another key id, a changed byte and noise open as nothing, and never throw', async () => {
  const seal = createPinSeal(master, serverId)
  const sealed = await sealedTo(seal, plain)
  assert.equal(await createPinSeal(new Uint8Array(32).fill(1), serverId).open(sealed), undefined)
  assert.equal(await createPinSeal(master, new Uint8Array(32).fill(1)).open(sealed), undefined)
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(await seal.open(changed), undefined, `byte ${at}`)
  }
  for (const length of [0, 1, 16, 81, 82, 97, 161, 512])
    assert.equal(await seal.open(new Uint8Array(randomBytes(length))), undefined)
  // A point at infinity, and one that is not on the curve, where a key should be.
  for (const first of [0, 4]) {
    const off = sealed.slice()
    off.fill(0, 16, 81)
    off[16] = first
    assert.equal(await seal.open(off), undefined)
  }
})

test('[PN3] what was sealed for another purpose does not open as a PIN signature', async () => {
  const seal = createPinSeal(master, serverId)
  const foreign = await sealedTo(seal, plain, new TextEncoder().encode('something else'))
  assert.equal(await seal.open(foreign), undefined)
})

async function sealedTo(
  { keyId, publicKey }: PinSeal,
  message: Uint8Array,
  info: Uint8Array = pinSealInfo(serverId),
): Promise<Uint8Array> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  })
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey.slice().buffer)
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: info.slice().buffer },
    message.slice().buffer,
  )
  return joinSealed(keyId, new Uint8Array(enc), new Uint8Array(ct))
}
