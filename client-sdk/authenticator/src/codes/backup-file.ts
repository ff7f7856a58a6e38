// Entries in a file that only its passphrase opens: versioned JSON, PBKDF2-HMAC-SHA-256, AES-256-GCM over everything that matters.
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { NewEntry } from './entry.js'
import { ENTRIES_MAX, SECRET_BYTES } from './entry.js'
import { factsOf, isRecord } from './stored-facts.js'

export type FileFault =
  /** Not a file of ours, or cut off. */
  | 'not_one'
  /** Made by a newer app, or with parameters that this one does not take. */
  | 'unknown_version'
  /** The passphrase is another one, or something in the file was changed: nobody can tell which. */
  | 'not_opened'

const FORMAT = 'countersign-codes'
const VERSION = 1
const KDF = 'PBKDF2-HMAC-SHA-256'
const CIPHER = 'AES-256-GCM'
/** OWASP password storage cheat sheet (2023) for PBKDF2-HMAC-SHA-256. */
export const ITERATIONS = 600_000
/** What a file may ask of a phone: ten seconds of an old one. Fewer than ours would be a file that somebody weakened. */
const ITERATIONS_MAX = 6_000_000
/** All entries with the longest names are under a tenth of it. */
export const FILE_MAX_BYTES = 1_000_000

interface Header {
  readonly format: typeof FORMAT
  readonly version: typeof VERSION
  readonly kdf: { readonly name: typeof KDF; readonly iterations: number; readonly salt: string }
  readonly cipher: { readonly name: typeof CIPHER; readonly iv: string }
}

/** The text of the file. Each file has a salt, and so a key, of its own. */
export async function sealFile(entries: readonly NewEntry[], passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    kdf: { name: KDF, iterations: ITERATIONS, salt: toBase64Url(salt) },
    cipher: { name: CIPHER, iv: toBase64Url(iv) },
  }
  const plain = JSON.stringify({
    entries: entries.map(({ issuer, account, form, secret }) => ({
      issuer,
      account,
      form,
      secret: toBase64Url(secret),
    })),
  })
  const key = await keyOf(passphrase, salt, ITERATIONS)
  const sealed = await crypto.subtle.encrypt(aesGcm(header, iv), key, new TextEncoder().encode(plain))
  return `${JSON.stringify({ ...header, sealed: toBase64Url(new Uint8Array(sealed)) }, undefined, 2)}\n`
}

/** The entries of a file. Never throws. */
export async function openFile(text: string, passphrase: string): Promise<readonly NewEntry[] | FileFault> {
  if (text.length > FILE_MAX_BYTES) return 'not_one'
  const file = readJson(text)
  if (!isRecord(file) || file['format'] !== FORMAT) return 'not_one'
  const header = headerOf(file)
  if (header === undefined) return 'unknown_version'
  const salt = fromBase64Url(header.kdf.salt)
  const iv = fromBase64Url(header.cipher.iv)
  const sealed = typeof file['sealed'] === 'string' ? fromBase64Url(file['sealed']) : undefined
  if (salt?.length !== 16 || iv?.length !== 12 || sealed === undefined) return 'not_one'
  const key = await keyOf(passphrase, salt, header.kdf.iterations)
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt(aesGcm(header, iv), key, sealed.slice())
  } catch {
    return 'not_opened'
  }
  return entriesOf(readJson(new TextDecoder().decode(plain))) ?? 'not_one'
}

/** Version 1 is exactly this, and a number of rounds that is neither weak nor a trap. */
function headerOf({ version, kdf, cipher }: Readonly<Record<string, unknown>>): Header | undefined {
  if (version !== VERSION || !isRecord(kdf) || !isRecord(cipher)) return undefined
  const { name, iterations, salt } = kdf
  const { iv } = cipher
  if (name !== KDF || cipher['name'] !== CIPHER) return undefined
  if (typeof salt !== 'string' || typeof iv !== 'string') return undefined
  if (typeof iterations !== 'number' || !Number.isInteger(iterations)) return undefined
  if (iterations < ITERATIONS || iterations > ITERATIONS_MAX) return undefined
  return {
    format: FORMAT,
    version: VERSION,
    kdf: { name: KDF, iterations, salt },
    cipher: { name: CIPHER, iv },
  }
}

/** All of them or none: a file that opened was written by us, so anything odd is a fault of ours to be seen. */
function entriesOf(plain: unknown): readonly NewEntry[] | undefined {
  const listed: unknown = isRecord(plain) ? plain['entries'] : undefined
  if (!Array.isArray(listed) || listed.length > ENTRIES_MAX) return undefined
  const entries: NewEntry[] = []
  for (const one of listed) {
    const facts = factsOf(one)
    const text: unknown = isRecord(one) ? one['secret'] : undefined
    const secret = typeof text === 'string' ? fromBase64Url(text) : undefined
    if (facts === undefined || secret === undefined) return undefined
    if (secret.length < SECRET_BYTES.min || secret.length > SECRET_BYTES.max) return undefined
    entries.push({ ...facts, secret })
  }
  return entries
}

async function keyOf(passphrase: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  // NFC: keyboards of different systems spell the same letter in different ways (RFC 8265 §4.2.2).
  const bytes = new TextEncoder().encode(passphrase.normalize('NFC'))
  const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: salt.slice(), iterations }
  const aes = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(algorithm, material, aes, false, ['encrypt', 'decrypt'])
}

/** The header is bound in: a file whose parameters were changed does not open. */
function aesGcm(header: Header, iv: Uint8Array): AesGcmParams {
  const { format, version, kdf, cipher } = header
  const bound = [format, version, kdf.name, kdf.iterations, kdf.salt, cipher.name, cipher.iv]
  return {
    name: 'AES-GCM',
    iv: iv.slice(),
    additionalData: new TextEncoder().encode(JSON.stringify(bound)),
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
