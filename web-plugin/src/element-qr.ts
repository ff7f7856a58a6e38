// Makes a QR code (ISO/IEC 18004): bytes at error correction level L, which a lit screen needs no more than, in the smallest version that fits.

/** By version, from 1: error correction codewords of a block, and blocks (ISO/IEC 18004 table 9, level L). */
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22]
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6]
/** `mask` is 0 to 7: whether a module there is turned (table 10). */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** Rows of modules, true for dark, without the quiet zone of 4. Throws RangeError beyond 520 bytes. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  const bytes = new TextEncoder().encode(text)
  let version = 1
  while (version <= CORRECTION.length && bytes.length > capacityOf(version)) version++
  if (version > CORRECTION.length) throw new RangeError('text: at most 520 bytes expected')
  const frame = frameOf(version)
  const words = interleaved(version, bytes)
  let best: Rows | undefined
  let least = Number.POSITIVE_INFINITY
  for (const mask of MASKS.keys()) {
    const rows = filled(frame, words, mask)
    const penalty = penaltyOf(rows)
    if (penalty < least) [best, least] = [rows, penalty]
  }
  // Sound: one of eight penalties is the least.
  return best as Rows
}

type Rows = boolean[][]

const sizeOf = (version: number): number => version * 4 + 17
const lengthBits = (version: number): number => (version < 10 ? 8 : 16)
const of = (list: readonly number[], version: number): number => list[version - 1] ?? 0

/** Codewords of a version: what its fixed patterns leave free. */
function wordsOf(version: number): number {
  const lines = version < 2 ? 0 : Math.floor(version / 7) + 2
  const alignments = lines < 2 ? 0 : lines * lines - 3
  const overlaps = lines < 2 ? 0 : (lines - 2) * 2
  const patterns = 3 * 64 + 31 + 2 * (sizeOf(version) - 16) + alignments * 25 - overlaps * 5
  return Math.floor((sizeOf(version) ** 2 - patterns - (version > 6 ? 36 : 0)) / 8)
}

const dataWordsOf = (version: number): number =>
  wordsOf(version) - of(CORRECTION, version) * of(BLOCKS, version)

const capacityOf = (version: number): number =>
  Math.floor((dataWordsOf(version) * 8 - 4 - lengthBits(version)) / 8)

/** Mode, length, bytes, end and padding (clause 7.4), in blocks with their correction (7.5), interleaved (7.6). */
function interleaved(version: number, bytes: Uint8Array): readonly number[] {
  const bits: number[] = []
  const put = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  put(4, 4)
  put(bytes.length, lengthBits(version))
  for (const byte of bytes) put(byte, 8)
  const capacity = dataWordsOf(version) * 8
  put(0, Math.min(4, capacity - bits.length))
  put(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xfd) put(pad, 8)
  const data: number[] = []
  for (let at = 0; at < bits.length; at += 8) data.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2))

  const blocks = of(BLOCKS, version)
  const divisor = divisorOf(of(CORRECTION, version))
  const short = Math.floor(data.length / blocks)
  const longs = data.length % blocks
  const parts: number[][] = []
  for (let n = 0, at = 0; n < blocks; n++) {
    const length = short + (n < blocks - longs ? 0 : 1)
    parts.push(data.slice(at, at + length))
    at += length
  }
  const corrections = parts.map((part) => remainderOf(part, divisor))
  return [...columns(parts), ...columns(corrections)]
}

function columns(lists: readonly number[][]): readonly number[] {
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, n) =>
    lists.flatMap((list) => (list[n] === undefined ? [] : [list[n]])),
  ).flat()
}

/** In GF(256) modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    product ^= ((b >> bit) & 1) * a
  }
  return product
}

/** (x - 1)(x - 2)(x - 4)… without its leading 1. */
function divisorOf(degree: number): readonly number[] {
  const divisor = new Array<number>(degree).fill(0)
  divisor[degree - 1] = 1
  for (let n = 0, root = 1; n < degree; n++, root = times(root, 2))
    for (let at = 0; at < degree; at++) divisor[at] = times(divisor[at] ?? 0, root) ^ (divisor[at + 1] ?? 0)
  return divisor
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0)
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0)
    rest.push(0)
    for (const [at, each] of divisor.entries()) rest[at] = (rest[at] ?? 0) ^ times(each, factor)
  }
  return rest
}

interface Frame {
  readonly version: number
  readonly size: number
  /** Undefined where the data goes. */
  readonly fixed: readonly (readonly (boolean | undefined)[])[]
}

/** Finders, timing, alignment, version, and room for the format (clause 6.3). */
function frameOf(version: number): Frame {
  const size = sizeOf(version)
  const fixed: (boolean | undefined)[][] = Array.from({ length: size }, () => new Array(size).fill(undefined))
  const set = (x: number, y: number, dark: boolean): void => {
    const row = fixed[y]
    if (row !== undefined && x >= 0 && x < size) row[x] = dark
  }
  /** Squares within squares around a point. */
  const rings = (x: number, y: number, radius: number, isDark: (distance: number) => boolean): void => {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))))
  }
  for (let n = 0; n < size; n++) {
    set(6, n, n % 2 === 0)
    set(n, 6, n % 2 === 0)
  }
  const far = size - 4
  for (const [x, y] of [
    [3, 3],
    [far, 3],
    [3, far],
  ] as const)
    rings(x, y, 4, (d) => d !== 2 && d !== 4)
  const lines = alignmentLines(version)
  const last = lines.length - 1
  for (const [i, x] of lines.entries())
    for (const [j, y] of lines.entries())
      if (!((i === 0 && (j === 0 || j === last)) || (i === last && j === 0))) rings(x, y, 2, (d) => d !== 1)
  for (let n = 0; n < 9; n++) {
    if (n !== 6) {
      set(8, n, false)
      set(n, 8, false)
    }
    if (n < 8) {
      set(8, size - 1 - n, n === 7)
      set(size - 1 - n, 8, false)
    }
  }
  if (version > 6) {
    const bits = (version << 12) | dividedBy(version << 12, 0x1f25)
    for (let n = 0; n < 18; n++) {
      const [near, away] = [Math.floor(n / 3), size - 11 + (n % 3)]
      set(away, near, ((bits >> n) & 1) === 1)
      set(near, away, ((bits >> n) & 1) === 1)
    }
  }
  return { version, size, fixed }
}

/** Annex E. */
function alignmentLines(version: number): readonly number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, n) => sizeOf(version) - 7 - (count - 2 - n) * step)]
}

/** The remainder of a BCH code. */
function dividedBy(bits: number, divisor: number): number {
  const length = Math.floor(Math.log2(divisor))
  let rest = bits
  for (let bit = 31; bit >= length; bit--) if ((rest >> bit) & 1) rest ^= divisor << (bit - length)
  return rest
}

/** The data in its zigzag (clause 7.7.3), masked, and the format that says so (7.9). */
function filled({ size, fixed }: Frame, words: readonly number[], mask: number): Rows {
  const rows = fixed.map((row) => row.map((dark) => dark === true))
  const isMasked = MASKS[mask]
  let at = 0
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let n = 0; n < size; n++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - n : n
        const row = rows[y]
        if (row === undefined || fixed[y]?.[x] !== undefined) continue
        const bit = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
        row[x] = (bit === 1) !== isMasked?.(x, y)
        at++
      }
  }
  // Level L is 01.
  const data = (1 << 3) | mask
  const bits = ((data << 10) | dividedBy(data << 10, 0x537)) ^ 0x5412
  const set = (x: number, y: number, n: number): void => {
    const row = rows[y]
    if (row !== undefined) row[x] = ((bits >> n) & 1) === 1
  }
  for (let n = 0; n < 15; n++) {
    // Around the finder at the top left, past the timing lines; then along the two others.
    if (n < 8) set(8, n < 6 ? n : n + 1, n)
    else set(n === 8 ? 7 : 14 - n, 8, n)
    if (n < 8) set(size - 1 - n, 8, n)
    else set(8, size - 15 + n, n)
  }
  return rows
}

/** Clause 7.8.3: runs, squares, what looks like a finder, and too much of one colour. */
function penaltyOf(rows: Rows): number {
  const text = rows.map((row) => row.map(Number).join(''))
  const turned = rows.map((_, x) => rows.map((row) => Number(row[x])).join(''))
  let penalty = 0
  for (const line of [...text, ...turned]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2
    for (const finder of ['10111010000', '00001011101'])
      for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) penalty += 40
  }
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      if (y > 0 && x > 0 && rows[y - 1]?.[x] === dark && row[x - 1] === dark && rows[y - 1]?.[x - 1] === dark)
        penalty += 3
  const dark = text.join('').replaceAll('0', '').length
  return penalty + Math.floor(Math.abs((dark * 20) / rows.length ** 2 - 10)) * 10
}
