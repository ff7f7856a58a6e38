// One growing buffer that fields are written into, one after the other; what a value may be is for canonical.ts to say.

/** Holds every document but a key set with many keys without growing. */
const FIRST_BYTES = 1024

/** Made at the first text: where this is imported there may be none yet. */
let encoder: TextEncoder | undefined
/** What the writer before this one wrote into: kilobytes are asked of the operating system for each document no more. */
let spare: Uint8Array | undefined

const NONE = new Uint8Array(0)

/** Writes one document, and is done with `bytes()`. */
export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor() {
    // Two at once share nothing: the second finds no spare one.
    this.#bytes = spare ?? new Uint8Array(FIRST_BYTES)
    spare = undefined
  }

  get length(): number {
    return this.#length
  }

  /** Big-endian; the value must be a safe integer that fits. */
  unsigned(value: number, width: number): void {
    this.#reserve(width)
    let left = value
    for (let at = this.#length + width - 1; at >= this.#length; at -= 1) {
      this.#bytes[at] = left % 256
      left = Math.floor(left / 256)
    }
    this.#length += width
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** UTF-8. */
  text(value: string): void {
    // Encoding API §7.3: no UTF-16 code unit needs more than three bytes.
    this.#reserve(3 * value.length)
    encoder ??= new TextEncoder()
    this.#length += encoder.encodeInto(value, this.#bytes.subarray(this.#length)).written
  }

  /** Leaves room for a `u16` length; what it counts follows. */
  openLength(): number {
    this.#reserve(2)
    this.#length += 2
    return this.#length
  }

  /** Fills the room in, and tells how many bytes were written since. */
  closeLength(start: number): number {
    const length = this.#length - start
    this.#bytes[start - 2] = length >> 8
    this.#bytes[start - 1] = length
    return length
  }

  /** What was written, as a copy. The writer is empty after that. */
  bytes(): Uint8Array {
    const written = this.#bytes.slice(0, this.#length)
    spare = this.#bytes
    this.#bytes = NONE
    this.#length = 0
    return written
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(2 * (this.#length + more))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
