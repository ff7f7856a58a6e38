// The file of codes as its format says, written by another program: node:crypto instead of WebCrypto, and none of our functions.
import assert from 'node:assert/strict'
import { createCipheriv, pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'
import { openFile } from '@countersign/authenticator/codes/backup-file'

test('a file that another program wrote by the format opens, to the byte', async () => {
  const salt = Buffer.alloc(16, 7)
  const iv = Buffer.alloc(12, 9)
  const key = pbkdf2Sync('four words in a row', salt, 600_000, 32, 'sha256')
  const kdf = { name: 'PBKDF2-HMAC-SHA-256', iterations: 600_000, salt: salt.toString('base64url') }
  const cipher = { name: 'AES-256-GCM', iv: iv.toString('base64url') }
  const bound = ['countersign-codes', 1, kdf.name, kdf.iterations, kdf.salt, cipher.name, cipher.iv]
  const sealing = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(JSON.stringify(bound)))
  const form = { algorithm: 'SHA256', digits: 8, periodSeconds: 60 }
  const plain = { entries: [{ issuer: 'Bank', account: 'ann', form, secret: 'AQIDBAU' }] }
  const sealed = Buffer.concat([
    sealing.update(JSON.stringify(plain)),
    sealing.final(),
    sealing.getAuthTag(),
  ]).toString('base64url')
  const text = JSON.stringify({ format: 'countersign-codes', version: 1, kdf, cipher, sealed })
  assert.deepEqual(await openFile(text, 'four words in a row'), [
    { issuer: 'Bank', account: 'ann', form, secret: new Uint8Array([1, 2, 3, 4, 5]) },
  ])
})
