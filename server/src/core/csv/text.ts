// The bytes of an uploaded list as text: which encoding they are in, found from the bytes alone.

export type ListEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface ListText {
  readonly encoding: ListEncoding
  readonly text: string
}

/**
 * Bytes → text. A byte order mark decides; then the NUL bytes that Latin letters have in UTF-16; then whether the bytes are
 * valid UTF-8, which text in another encoding practically never is (RFC 3629 §1). What is left is what spreadsheets on
 * Windows write when they do not write Unicode: windows-1252, of which Latin-1 is a part.
 */
export function readText(bytes: Uint8Array): ListText {
  const wide = wideEncoding(bytes)
  if (wide !== undefined) return { encoding: wide, text: new TextDecoder(wide).decode(bytes) }
  try {
    return { encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { encoding: 'windows-1252', text: readWindows1252(bytes) }
  }
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Two letters in a row: a header begins with them, and a stray NUL in other text does not look so.
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le'
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) return 'utf-16be'
  return undefined
}

/** Node 20.18.3, 22.13 and some later decode it as Latin-1 (nodejs/node#56542): what stands from 0x80 to 0x9f is put right. */
function readWindows1252(bytes: Uint8Array): string {
  const latin = new TextDecoder('windows-1252').decode(bytes)
  return latin.replace(
    /[\u0080-\u009f]/g,
    (character) => HIGH_CHARACTERS[character.charCodeAt(0) - 0x80] ?? character,
  )
}

/** Of the five places that windows-1252 leaves empty, the control character itself (WHATWG Encoding, index windows-1252). */
const HIGH_CHARACTERS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
