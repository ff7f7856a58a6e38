// Branded identifiers: UUID text in JSON and storage, the same 16 raw bytes in signed documents.

export type AccountId = string & { readonly brand: 'AccountId' }
export type AppId = string & { readonly brand: 'AppId' }
export type DeviceId = string & { readonly brand: 'DeviceId' }
export type ChallengeId = string & { readonly brand: 'ChallengeId' }
export type TicketId = string & { readonly brand: 'TicketId' }
export type KeyId = string & { readonly brand: 'KeyId' }
/** Drawn by the browser of a login page, with its key. */
export type BrowserId = string & { readonly brand: 'BrowserId' }
type Id = AccountId | AppId | DeviceId | ChallengeId | TicketId | KeyId | BrowserId

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is a UUID in lower case (RFC 9562 §4), the only spelling accepted. */
export function isId(text: string): boolean {
  return UUID.test(text)
}

/** UUID text → 16 bytes. Throws RangeError on anything else: ids are checked at the edge. */
export function idToBytes(id: Id): Uint8Array {
  if (!isId(id)) throw new RangeError('id: lower-case UUID expected')
  const bytes = new Uint8Array(16)
  for (let at = 0, i = 0; i < 16; i += 1) {
    // Hyphens stand between whole bytes.
    if (id.charCodeAt(at) === HYPHEN) at += 1
    bytes[i] = (nibble(id.charCodeAt(at)) << 4) | nibble(id.charCodeAt(at + 1))
    at += 2
  }
  return bytes
}

const HYPHEN = 0x2d

/** `0`–`9` are 48–57, `a`–`f` are 97–102; anything else was refused before. */
function nibble(character: number): number {
  return character < 58 ? character - 48 : character - 87
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** 16 bytes → UUID text of the kind the caller names. */
export function idFromBytes<T extends Id>(bytes: Uint8Array): T {
  if (bytes.length !== 16) throw new RangeError(`id: 16 bytes expected, ${bytes.length} given`)
  let hex = ''
  for (const byte of bytes) hex += HEX[byte]
  // Sound: the brand says what the id names; the caller knows which field the bytes came from.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}
