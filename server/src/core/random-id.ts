// Identifiers that carry no time: 16 random-looking bytes in the shape of a UUID version 4 (RFC 9562 §5.4).

/**
 * Shapes 16 bytes. Accounts get such ids, and so do the user IDs that nobody has (from a keyed hash): an app that sees an
 * account id cannot tell which, as it could from the time inside a version 7.
 */
export function uuidShaped(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, 16).map((byte, i) => {
    if (i === 6) return (byte & 0x0f) | 0x40
    if (i === 8) return (byte & 0x3f) | 0x80
    return byte
  })
}
