// Makes protocol/vectors/*.json from the fixed inputs: `npm run vectors`. The tests fail when the files and this differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TicketId } from '@countersign/protocol'
import {
  confirmationString,
  deviceThumbprintPreimage,
  formatPairingLink,
  idFromBytes,
  pairingAcceptDocument,
  pairingLookupDocument,
  pairingTranscriptDocument,
  toBase64Url,
} from '@countersign/protocol'
import { assertionVectors } from './vectors-assertion.js'
import { biometricsVectors } from './vectors-biometrics.js'
import { browserVectors } from './vectors-browser.js'
import { codeVectors } from './vectors-code.js'
import { documents, hmac, ids, keys, serverId, sha256, ticketSecret } from './vectors-input.js'
import { linkVectors } from './vectors-link.js'
import { malformedVectors } from './vectors-malformed.js'
import { pinVectors } from './vectors-pin.js'
import { waiverVectors } from './vectors-waiver.js'

const folder = new URL('../../protocol/vectors/', import.meta.url)
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** File name → what it must hold. */
export function allVectors(): Readonly<Record<string, unknown>> {
  return {
    'keys.json': {
      about: 'Ed25519 test keys from 32-byte seeds (RFC 8032). They protect nothing.',
      ...Object.fromEntries(
        Object.entries(keys).map(([name, key]) => [
          name,
          { seed: hex(key.seed), publicKey: hex(key.publicKey) },
        ]),
      ),
      serverId: hex(serverId),
      deviceThumbprint: hex(sha256(deviceThumbprintPreimage(keys.device.publicKey))),
    },
    'documents.json': {
      about:
        'Field values → body → message (domain and body) → SHA-256 → signature. Bytes are hex, times milliseconds.',
      documents: documents.map(({ name, document, values, signer }) => {
        const body = document.encode(values)
        const message = document.message(body)
        return {
          name,
          domain: document.domain,
          values: plain(values),
          body: hex(body),
          message: hex(message),
          sha256: hex(sha256(message)),
          ...(signer === 'ticket'
            ? { hmacKey: hex(ticketSecret), hmacSha256: hex(hmac(ticketSecret, message)) }
            : { signer, signature: hex(keys[signer].sign(message)) }),
        }
      }),
    },
    'malformed.json': malformedVectors(),
    'pairing.json': pairingVectors(),
    'assertions.json': assertionVectors(),
    'links.json': linkVectors(),
    'waivers.json': waiverVectors(),
    'browsers.json': browserVectors(),
    'codes.json': codeVectors(),
    'biometrics.json': biometricsVectors(),
    'pin.json': pinVectors(),
  }
}

function pairingVectors(): unknown {
  const by = (name: string) => {
    const found = documents.find((entry) => entry.name === name)
    if (!found) throw new Error(`no vector named ${name}`)
    return found.document.encode(found.values)
  }
  const accept = pairingAcceptDocument.message(by('pairing-accept'))
  const transcript = sha256(pairingTranscriptDocument.message(by('pairing-transcript')))
  return {
    about: 'One pairing from the link to the confirmation string.',
    link: formatPairingLink({
      serverUrl: 'https://id.example.org',
      serverId,
      ticketId: idFromBytes<TicketId>(ids.ticketId),
      ticketSecret,
    }),
    ticketSecret: hex(ticketSecret),
    lookUpProof: toBase64Url(hmac(ticketSecret, pairingLookupDocument.message(by('pairing-lookup')))),
    acceptSignature: toBase64Url(keys.device.sign(accept)),
    acceptTicketProof: toBase64Url(hmac(ticketSecret, accept)),
    transcriptSha256: hex(transcript),
    confirmation: confirmationString(transcript),
  }
}

/** Bytes as hex, all else as it is. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
  }
  return value
}

export function vectorText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

export function storedVector(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, value] of Object.entries(allVectors()))
    writeFileSync(new URL(name, folder), vectorText(value))
}
