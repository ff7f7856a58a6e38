// Vectors of biometrics: one credential from its making to an answer, with an Ed25519 key, whose signatures come out the same each time.
import {
  answerByCredentialDocument,
  answerDocument,
  biometricsByCredentialDocument,
  biometricsByPinDocument,
  biometricsChallengeDocument,
  biometricsDocument,
  toBase64Url,
} from '@countersign/protocol'
import { documents, ids, keys, serverId, sha256, TestKey } from './vectors-input.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))

const origin = 'https://id.example.org'
const credential = new TestKey(sha256(utf8('vector credential')))
const credentialId = sha256(utf8('credential id'))
const nonce = sha256(utf8('socket nonce'))

export function biometricsVectors(): unknown {
  const asked = biometricsChallengeDocument.encode({
    version: 1,
    serverId,
    accountId: ids.accountId,
    deviceId: ids.deviceId,
    nonce,
  })
  const createChallenge = sha256(biometricsChallengeDocument.message(asked))
  const attestationObject = attested()
  const claim = biometricsDocument.encode({
    ...{ version: 1, serverId, deviceId: ids.deviceId, nonce, credentialId },
    attestationHash: sha256(attestationObject),
  })
  const answer = { ...answerValues(), userVerification: 2 as const }
  const body = answerDocument.encode(answer)
  const answerChallenge = sha256(answerByCredentialDocument.message(body))
  const authenticatorData = authenticatorDataOf(0x05, 7)
  const clientDataJson = clientData('webauthn.get', answerChallenge)
  const signed = join(authenticatorData, sha256(clientDataJson))
  return {
    about:
      'One credential: asked for, made, claimed by K1, and used for an answer. Bytes are hex; the client data is text. The credential is Ed25519 (COSE -8) from its seed.',
    rpId: new URL(origin).hostname,
    origin,
    nonce: hex(nonce),
    credential: {
      seed: hex(credential.seed),
      publicKey: hex(credential.publicKey),
      id: hex(credentialId),
    },
    registration: {
      domain: biometricsChallengeDocument.domain,
      body: hex(asked),
      challenge: hex(createChallenge),
      clientDataJson: new TextDecoder().decode(clientData('webauthn.create', createChallenge)),
      attestationObject: hex(attestationObject),
    },
    claim: {
      body: hex(claim),
      signer: 'device',
      signature: hex(keys.device.sign(biometricsDocument.message(claim))),
      domains: {
        device: biometricsDocument.domain,
        pin: biometricsByPinDocument.domain,
        credential: biometricsByCredentialDocument.domain,
      },
      challengeOfFormerCredential: hex(sha256(biometricsByCredentialDocument.message(claim))),
    },
    answer: {
      domain: answerByCredentialDocument.domain,
      body: hex(body),
      deviceSignature: hex(keys.device.sign(answerDocument.message(body))),
      challenge: hex(answerChallenge),
      clientDataJson: new TextDecoder().decode(clientDataJson),
      authenticatorData: hex(authenticatorData),
      signature: hex(credential.sign(signed)),
    },
  }
}

/** The values of the approve in documents.json, which says nothing of its person. */
function answerValues(): Parameters<typeof answerDocument.encode>[0] {
  const found = documents.find(({ name }) => name === 'answer approve in mode symbol')
  if (found === undefined) throw new Error('no vector of an approve')
  // Sound: the entry's values are those of this document.
  return found.values as unknown as Parameters<typeof answerDocument.encode>[0]
}

/** WebAuthn §6.5.4: `{ fmt: "none", attStmt: {}, authData }`, with the key as COSE_Key of type OKP (RFC 9053 §7.2). */
function attested(): Uint8Array {
  const cose = join([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20], credential.publicKey)
  const data = join(new Uint8Array(16), [0, credentialId.length], credentialId, cose)
  const authData = join(authenticatorDataOf(0x45, 0), data)
  return join(
    [0xa3, 0x63],
    utf8('fmt'),
    [0x64],
    utf8('none'),
    [0x67],
    utf8('attStmt'),
    [0xa0, 0x68],
    utf8('authData'),
    [0x58, authData.length],
    authData,
  )
}

/** WebAuthn §6.1; flags 0x01 UP, 0x04 UV, 0x40 AT. */
function authenticatorDataOf(flags: number, signCount: number): Uint8Array {
  return join(sha256(utf8(new URL(origin).hostname)), [flags, 0, 0, 0, signCount])
}

function clientData(type: string, challenge: Uint8Array): Uint8Array {
  return utf8(JSON.stringify({ type, challenge: toBase64Url(challenge), origin, crossOrigin: false }))
}
