// How values that no column type holds alike on every engine are written and read.

/** Truth as 0 or 1: SQLite has no boolean, and its driver takes none. */
export function toBit(value: boolean): number {
  return value ? 1 : 0
}

/** Bytes of a driver (a Buffer on Node) → a plain Uint8Array: `slice` of a Buffer shares memory, that of a Uint8Array copies. */
export function toBytes(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}

/** JSON text that only our own stores write; the caller names the type they wrote. */
export function fromJson<T>(text: string): T {
  // Sound: the column's store is the only writer, and writes a T.
  return JSON.parse(text) as T
}
