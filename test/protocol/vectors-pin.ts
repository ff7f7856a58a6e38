// Vectors of the PIN: one key, masked and unmasked, and what it signs; computed by node:crypto from the words of SPEC.md.
import { createHmac, pbkdf2Sync } from 'node:crypto'
import type { DeviceId } from '@countersign/protocol'
import {
  answerByPinDocument,
  idFromBytes,
  PIN_ROUNDS,
  pinKeyDocument,
  pinMaskLabel,
  pinMaskSalt,
  pinSealInfo,
  pinSetDocument,
  xorMask,
} from '@countersign/protocol'
import { documents, ids, keys, serverId, sha256, TestKey } from './vectors-input.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export function pinVectors(): unknown {
  const pinKey = new TestKey(sha256(utf8('vector PIN key')))
  const salt = sha256(utf8('PIN salt')).subarray(0, 16)
  const pinId = sha256(utf8('PIN id')).subarray(0, 16)
  const nonce = sha256(utf8('socket nonce'))
  const pin = 'zehn kalte Zebras'
  const saltOfPin = pinMaskSalt(salt, serverId, idFromBytes<DeviceId>(ids.deviceId))
  const stretched = new Uint8Array(pbkdf2Sync(utf8(pin), saltOfPin, PIN_ROUNDS, 32, 'sha256'))
  const mask = new Uint8Array(createHmac('sha256', stretched).update(pinMaskLabel()).digest())
  const named = {
    version: 1,
    serverId,
    accountId: ids.accountId,
    deviceId: ids.deviceId,
    nonce,
    pinId,
  } as const
  const statement = pinKeyDocument.encode({ ...named, pinKey: pinKey.publicKey })
  const sealed = sha256(utf8('sealed bytes stand here'))
  const setting = pinSetDocument.encode({ ...named, sealed })
  const answer = answerByPinDocument.encode({ ...answerValues(), userVerification: 1 })
  return {
    about:
      'One PIN: stretched, its key masked, and what K2 and K1 sign. Bytes are hex. HPKE is that of RFC 9180, appendix A.3 (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM), with the info below.',
    pin,
    salt: hex(salt),
    pbkdf2: { salt: hex(saltOfPin), rounds: PIN_ROUNDS, stretched: hex(stretched) },
    mask: { label: hex(pinMaskLabel()), mask: hex(mask) },
    seed: hex(pinKey.seed),
    publicKey: hex(pinKey.publicKey),
    blob: hex(xorMask(pinKey.seed, mask)),
    sealInfo: hex(pinSealInfo(serverId)),
    key: {
      domain: pinKeyDocument.domain,
      body: hex(statement),
      signature: hex(pinKey.sign(pinKeyDocument.message(statement))),
    },
    setting: {
      domain: pinSetDocument.domain,
      sealed: hex(sealed),
      body: hex(setting),
      signature: hex(keys.device.sign(pinSetDocument.message(setting))),
    },
    answer: {
      domain: answerByPinDocument.domain,
      body: hex(answer),
      signature: hex(pinKey.sign(answerByPinDocument.message(answer))),
    },
  }
}

function answerValues(): Parameters<typeof answerByPinDocument.encode>[0] {
  const found = documents.find(({ name }) => name === 'answer approve in mode symbol')
  if (found === undefined) throw new Error('no vector of an approve')
  // Sound: the entry's values are those of this document.
  return found.values as unknown as Parameters<typeof answerByPinDocument.encode>[0]
}
