// Bytes to base64url text and back; refuses every text that it would not itself produce (RFC 4648 §5, §3.5).

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0))
/** By character code: its value, or 255. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code))
  return value < 0 ? 255 : value
})

let decoder: TextDecoder | undefined

/** Encodes without padding. @example toBase64Url(Uint8Array.of(255)) // '_w' */
export function toBase64Url(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let at = 0
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out[at] = CODES[group >> 18] ?? 0
    out[at + 1] = CODES[(group >> 12) & 63] ?? 0
    // Of the last group what lies beyond the end of `out` is left away, as typed arrays do.
    out[at + 2] = CODES[(group >> 6) & 63] ?? 0
    out[at + 3] = CODES[group & 63] ?? 0
    at += 4
  }
  // Characters put together one by one would be a rope that whoever reads the text must untie first.
  decoder ??= new TextDecoder()
  return decoder.decode(out)
}

/** Decodes; undefined for padding, foreign characters, an impossible length or unused bits that are not zero. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let buffer = 0
  let bits = 0
  let offset = 0
  for (let i = 0; i < text.length; i += 1) {
    const value = VALUES[text.charCodeAt(i)] ?? 255
    if (value === 255) return undefined
    buffer = ((buffer << 6) | value) & 0xfff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[offset++] = (buffer >> bits) & 0xff
    }
  }
  // RFC 4648 §3.5: pad bits must be zero, else two texts would mean the same bytes.
  return (buffer & ((1 << bits) - 1)) === 0 ? out : undefined
}
