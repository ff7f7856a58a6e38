// Turns typed fields into the one byte string that is signed, and back; the only file that concatenates bytes to sign.
import { ByteWriter } from './byte-writer.js'

/** One TLV value type: how it is written, and the strict reading that refuses every other spelling. Rules [CB1]–[CB9]. */
export interface FieldType<T> {
  write(value: T, name: string, out: ByteWriter): void
  read(bytes: Uint8Array, name: string): T
}

/** Tag (1–255) and type of each field of a document or nested record, keyed by the field's name. */
export type Fields = Readonly<Record<string, readonly [tag: number, type: FieldType<unknown>]>>

type ValueOf<F> = F extends FieldType<infer T> ? T : never
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K][1]> }

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string }

/** A signed document: its domain tag, its bytes, its strict parser. */
export interface SignedDocument<T> {
  readonly domain: string
  /** Field values → body bytes. Throws RangeError when a value does not fit its field: a bug of the caller, not input. */
  encode(values: T): Uint8Array
  /** Body bytes → the bytes that are signed: `u8(len) ‖ domain ‖ body`. */
  message(body: Uint8Array): Uint8Array
  /** Body bytes from outside → values, or the first fault found. Never throws. */
  parse(body: Uint8Array): Parsed<T>
}

/** A document's body is at most this long: it must fit one frame and one audit record with room to spare. */
export const MAX_BODY_BYTES = 4096

class Malformed extends Error {}

export function defineDocument<const F extends Fields>(
  domain: string,
  fields: F,
): SignedDocument<ValuesOf<F>> {
  const prefix = domainPrefix(domain)
  const record = nested(fields)
  return {
    domain,
    encode(values) {
      const out = new ByteWriter()
      record.write(values, domain, out)
      if (out.length > MAX_BODY_BYTES)
        throw new RangeError(`${domain}: body is ${out.length} bytes, at most ${MAX_BODY_BYTES}`)
      return out.bytes()
    },
    message: (body) => concat([prefix, body]),
    parse(body) {
      if (body.length > MAX_BODY_BYTES)
        return { ok: false, fault: `body is ${body.length} bytes, at most ${MAX_BODY_BYTES}` }
      try {
        return { ok: true, value: record.read(body, domain) }
      } catch (error) {
        if (error instanceof Malformed) return { ok: false, fault: error.message }
        throw error
      }
    },
  }
}

/** `u8(length) ‖ ASCII`: the length first makes the set of domains prefix-free, so no document can be read as another. */
export function domainPrefix(domain: string): Uint8Array {
  if (!/^[\x21-\x7e]{1,63}$/.test(domain))
    throw new RangeError('domain: 1 to 63 printable ASCII characters expected')
  return concat([Uint8Array.of(domain.length), asciiBytes(domain)])
}

/** Without a TextEncoder: documents are defined at import, where a place may not have one yet. */
function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Joins byte strings; for the preimages of SPEC.md that are not documents (server id, HMAC inputs). */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** A record inside a record: the same TLV rules, without a domain of its own. */
export function nested<const F extends Fields>(fields: F): FieldType<ValuesOf<F>> {
  const ordered = Object.entries(fields)
    .map(([name, [tag, type]]) => ({ name, tag, type }))
    .sort((a, b) => a.tag - b.tag)
  return {
    write(values, _name, out) {
      for (const { name, tag, type } of ordered) {
        out.unsigned(tag, 1)
        const start = out.openLength()
        type.write((values as Record<string, unknown>)[name], name, out)
        if (out.closeLength(start) > 0xffff) throw new RangeError(`${name}: too many bytes for a field`)
      }
    },
    read(bytes, name) {
      const values: Record<string, unknown> = {}
      let offset = 0
      for (const field of ordered) {
        const length = ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0)
        const start = offset + 3
        if (start + length > bytes.length) throw new Malformed(`${name}: truncated at field ${field.name}`)
        if (bytes[offset] !== field.tag)
          throw new Malformed(`${name}: tag ${field.tag} (${field.name}) expected, ${bytes[offset]} found`)
        values[field.name] = field.type.read(bytes.subarray(start, start + length), field.name)
        offset = start + length
      }
      if (offset !== bytes.length) throw new Malformed(`${name}: ${bytes.length - offset} trailing bytes`)
      // Sound: every name of F was read by F's own type in the loop above.
      return values as ValuesOf<F>
    },
  }
}

/** Unsigned integer, big-endian, fixed width. u64 is held as a number and so ends at 2^53 − 1. */
function unsigned(width: 1 | 2 | 4 | 8): FieldType<number> {
  const max = width === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (8 * width) - 1
  return {
    write(value, name, out) {
      if (!Number.isSafeInteger(value) || value < 0 || value > max)
        throw new RangeError(`${name}: integer 0 to ${max} expected, ${value} given`)
      out.unsigned(value, width)
    },
    read(bytes, name) {
      if (bytes.length !== width)
        throw new Malformed(`${name}: ${width} bytes expected, ${bytes.length} found`)
      let value = 0
      for (const byte of bytes) value = value * 256 + byte
      if (value > max) throw new Malformed(`${name}: exceeds ${max}`)
      return value
    },
  }
}

export const u8: FieldType<number> = unsigned(1)
export const u16: FieldType<number> = unsigned(2)
export const u32: FieldType<number> = unsigned(4)
export const u64: FieldType<number> = unsigned(8)

/** A u8 that must be one of the listed codes. */
export function code<const C extends number>(allowed: readonly C[]): FieldType<C> {
  const known = (value: number): value is C => (allowed as readonly number[]).includes(value)
  return {
    write(value, name, out) {
      if (!known(value))
        throw new RangeError(`${name}: one of ${allowed.join(', ')} expected, ${value} given`)
      out.unsigned(value, 1)
    },
    read(bytes, name) {
      const value = u8.read(bytes, name)
      if (!known(value)) throw new Malformed(`${name}: one of ${allowed.join(', ')} expected, ${value} found`)
      return value
    },
  }
}

/** Exactly `length` raw bytes: ids 16, hashes, nonces and keys 32. `raw(0)` is a field reserved as empty. */
export function raw(length: number): FieldType<Uint8Array> {
  return bytesBetween(length, length)
}

/** Raw bytes of bounded length. */
export function bytesBetween(min: number, max: number): FieldType<Uint8Array> {
  const fits = (bytes: Uint8Array): boolean => bytes.length >= min && bytes.length <= max
  const expected = min === max ? `${min} bytes` : `${min} to ${max} bytes`
  return {
    write(value, name, out) {
      if (!fits(value)) throw new RangeError(`${name}: ${expected} expected, ${value.length} given`)
      out.raw(value)
    },
    read(bytes, name) {
      if (!fits(bytes)) throw new Malformed(`${name}: ${expected} expected, ${bytes.length} found`)
      return bytes.slice()
    },
  }
}

/** Characters that could make signed text look like something else on a screen: controls, line breaks, bidi, lone surrogates. */
const UNFIT_FOR_DISPLAY = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** Printable ASCII. */
const PLAIN = /^[\x20-\x7e]*$/

/** UTF-8 text in NFC, without control or bidi characters, at most `maxBytes` long when encoded. */
export function text(maxBytes: number): FieldType<string> {
  return {
    write(value, name, out) {
      if (!isSignableText(value, maxBytes))
        throw new RangeError(
          `${name}: NFC text without control characters of at most ${maxBytes} bytes expected`,
        )
      out.text(value)
    },
    read(bytes, name) {
      if (bytes.length > maxBytes)
        throw new Malformed(`${name}: at most ${maxBytes} bytes expected, ${bytes.length} found`)
      let value: string
      try {
        // ignoreBOM: a BOM stays in the text, so that two byte strings never read as one text.
        value = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      } catch {
        throw new Malformed(`${name}: not UTF-8`)
      }
      if (!isSignableText(value, maxBytes)) throw new Malformed(`${name}: not NFC, or has control characters`)
      return value
    },
  }
}

/** Whether a text may stand in a signed document's field of `maxBytes`. */
export function isSignableText(value: string, maxBytes: number): boolean {
  // Most texts are plain: each character a byte, none of them unfit, and NFC as they are.
  if (PLAIN.test(value)) return value.length <= maxBytes
  return (
    !UNFIT_FOR_DISPLAY.test(value) &&
    value.normalize('NFC') === value &&
    new TextEncoder().encode(value).length <= maxBytes
  )
}

/** Makes text from outside signable: NFC, unfit characters become spaces, cut at a character so that it fits. */
export function toSignableText(value: string, maxBytes: number): string {
  const clean = value.replace(new RegExp(UNFIT_FOR_DISPLAY, 'gu'), ' ').normalize('NFC')
  let out = ''
  let size = 0
  for (const character of clean) {
    size += new TextEncoder().encode(character).length
    if (size > maxBytes) break
    out += character
  }
  return out.normalize('NFC')
}

/** At most `max` fixed-width integers, back to back. */
export function u16List(max: number): FieldType<readonly number[]> {
  return {
    write(values, name, out) {
      if (values.length > max)
        throw new RangeError(`${name}: at most ${max} entries expected, ${values.length} given`)
      for (const value of values) u16.write(value, name, out)
    },
    read(bytes, name) {
      if (bytes.length % 2 !== 0 || bytes.length / 2 > max)
        throw new Malformed(`${name}: up to ${max} entries of 2 bytes expected`)
      return Array.from({ length: bytes.length / 2 }, (_, i) =>
        u16.read(bytes.subarray(2 * i, 2 * i + 2), name),
      )
    },
  }
}

/** At most `max` records, each `u16be length ‖ value`. */
export function repeated<T>(type: FieldType<T>, max: number): FieldType<readonly T[]> {
  return {
    write(values, name, out) {
      if (values.length > max)
        throw new RangeError(`${name}: at most ${max} entries expected, ${values.length} given`)
      for (const value of values) {
        const start = out.openLength()
        type.write(value, name, out)
        if (out.closeLength(start) > 0xffff) throw new RangeError(`${name}: too many bytes for an entry`)
      }
    },
    read(bytes, name) {
      const out: T[] = []
      for (let offset = 0; offset < bytes.length; ) {
        if (out.length === max) throw new Malformed(`${name}: more than ${max} entries`)
        if (offset + 2 > bytes.length) throw new Malformed(`${name}: truncated`)
        const end = offset + 2 + u16.read(bytes.subarray(offset, offset + 2), name)
        if (end > bytes.length) throw new Malformed(`${name}: truncated`)
        out.push(type.read(bytes.subarray(offset + 2, end), name))
        offset = end
      }
      return out
    },
  }
}
