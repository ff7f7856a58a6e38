// Which bytes are a picture that is safe to show: told by what they begin with, never by what somebody calls them.
import type { LogoType } from '@countersign/protocol/admin'
import { LOGO_MAX_BYTES } from '@countersign/protocol/admin'

/** PNG (ISO/IEC 15948 §5.2) and the header chunk that must follow its signature. */
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
/** `IEND` with its length and checksum: the last chunk of every PNG. */
const PNG_END = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
/** Larger ones are no logo, and would cost every phone the memory of all their points. */
const SIDE_MAX = 2048

/**
 * The type of a logo, or undefined when it is none of ours: too large, another format (SVG can hold scripts), cut off, with
 * something behind its end (a file that is a picture and a script at once), or with more points than a screen.
 */
export function logoTypeOf(bytes: Uint8Array): LogoType | undefined {
  if (bytes.length > LOGO_MAX_BYTES) return undefined
  if (isPng(bytes)) return 'image/png'
  return isWebp(bytes) ? 'image/webp' : undefined
}

function isPng(bytes: Uint8Array): boolean {
  if (!hasAt(bytes, 0, PNG) || !hasAt(bytes, bytes.length - PNG_END.length, PNG_END)) return false
  const view = viewOf(bytes)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return isSide(width) && isSide(height) && pngEnd(bytes) === bytes.length
}

/** Where the chunk `IEND` ends, from chunk to chunk; −1 when they do not lead there. */
function pngEnd(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  let at = 8
  while (at + 12 <= bytes.length) {
    const next = at + 12 + view.getUint32(at)
    if (hasAt(bytes, at + 4, PNG_END.slice(4, 8))) return next
    at = next
  }
  return -1
}

/** RFC 9649 §2.4: RIFF, the length of what follows, WEBP, and the first chunk with its width and height. */
function isWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 30 || !hasText(bytes, 0, 'RIFF') || !hasText(bytes, 8, 'WEBP')) return false
  const view = viewOf(bytes)
  if (view.getUint32(4, true) + 8 !== bytes.length) return false
  return webpSides(bytes, view)?.every(isSide) ?? false
}

function webpSides(bytes: Uint8Array, view: DataView): readonly number[] | undefined {
  // RFC 6386 §9.1: start code, then two little-endian numbers of 14 bits.
  if (hasText(bytes, 12, 'VP8 '))
    return hasAt(bytes, 23, [0x9d, 0x01, 0x2a])
      ? [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
      : undefined
  if (hasText(bytes, 12, 'VP8L')) {
    if (bytes[20] !== 0x2f) return undefined
    const bits = view.getUint32(21, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  // RFC 9649 §2.7: each side less one in 24 bits.
  if (hasText(bytes, 12, 'VP8X'))
    return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1]
  return undefined
}

function isSide(points: number): boolean {
  return points > 0 && points <= SIDE_MAX
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return hasAt(
    bytes,
    at,
    Array.from(text, (sign) => sign.charCodeAt(0)),
  )
}

function hasAt(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
  return at >= 0 && wanted.every((byte, i) => bytes[at + i] === byte)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
