// Writes small MaxMind DB files for tests, after the public format (https://maxmind.github.io/MaxMind-DB/): no file of theirs is needed.
import { parseNetwork } from '@countersign/server/core/network'

export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [name: string]: MmdbValue }

type Node = { readonly zero: Branch; readonly one: Branch } | undefined
type Branch = { node: Node; data?: number }

const RECORD_BYTES = 3

/** CIDR → record, for IPv4 (which lies at ::/96) and IPv6. The longest prefix wins when it comes last. */
export function mmdb(records: Readonly<Record<string, MmdbValue>>, databaseType = 'Test-City'): Buffer {
  const root: Branch = { node: undefined }
  const data: Buffer[] = []
  let dataLength = 0
  for (const [cidr, record] of Object.entries(records)) {
    put(root, bitsOf(cidr), dataLength)
    const encoded = encode(record)
    data.push(encoded)
    dataLength += encoded.length
  }
  const nodes = numbered(root)
  const count = nodes.length
  const tree = Buffer.concat(
    nodes.map(({ zero, one }) =>
      Buffer.concat([zero, one].map((branch) => recordOf(pointerOf(branch, nodes, count)))),
    ),
  )
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_795_000_000,
    database_type: databaseType,
    description: { en: 'test' },
    ip_version: 6,
    languages: ['en', 'de'],
    node_count: count,
    record_size: RECORD_BYTES * 8,
  })
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata])
}

/** What a city file says of an address; without a town it is a country file. */
export function placeRecord(
  country: string,
  town?: string,
  inGerman: { country?: string; town?: string } = {},
) {
  const names = (en: string, de: string | undefined) => ({ names: de === undefined ? { en } : { de, en } })
  return {
    ...(town === undefined ? {} : { city: names(town, inGerman.town) }),
    country: names(country, inGerman.country),
  }
}

function bitsOf(cidr: string): readonly number[] {
  const network = parseNetwork(cidr)
  if (network === undefined) throw new RangeError(`${cidr}: a network expected`)
  const bits = network.bytes.flatMap((byte) => Array.from({ length: 8 }, (_, at) => (byte >> (7 - at)) & 1))
  const inner = bits.slice(0, network.prefix)
  return network.family === 4 ? [...new Array<number>(96).fill(0), ...inner] : inner
}

function put(branch: Branch, [bit, ...rest]: readonly number[], data: number): void {
  if (bit === undefined) {
    branch.data = data
    return
  }
  branch.node ??= { zero: { node: undefined }, one: { node: undefined } }
  put(bit === 0 ? branch.node.zero : branch.node.one, rest, data)
}

/** Breadth first, so that a node's number is its place in the tree. */
function numbered(root: Branch): readonly NonNullable<Node>[] {
  const nodes: NonNullable<Node>[] = []
  const waiting = [root.node ?? { zero: { node: undefined }, one: { node: undefined } }]
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    nodes.push(node)
    for (const { node: below } of [node.zero, node.one]) if (below !== undefined) waiting.push(below)
  }
  return nodes
}

/** A node's number, the count for "nothing here", or where the record lies behind both. */
function pointerOf({ node, data }: Branch, nodes: readonly NonNullable<Node>[], count: number): number {
  if (node !== undefined) return nodes.indexOf(node)
  return data === undefined ? count : count + 16 + data
}

function recordOf(value: number): Buffer {
  const bytes = Buffer.alloc(RECORD_BYTES)
  bytes.writeUIntBE(value, 0, RECORD_BYTES)
  return bytes
}

const TYPES = { string: 2, uint32: 6, map: 7, array: 11 } as const

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8')
    return Buffer.concat([control(TYPES.string, text.length), text])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(TYPES.uint32, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(TYPES.array, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([
    control(TYPES.map, entries.length),
    ...entries.flatMap(([name, inner]) => [encode(name), encode(inner)]),
  ])
}

/** Type in the upper three bits, size in the lower five; types beyond seven in a byte of their own; sizes from 29 in one more. */
function control(type: number, size: number): Buffer {
  const head = (type > 7 ? 0 : type) << 5
  const more = type > 7 ? [type - 7] : []
  if (size < 29) return Buffer.from([head | size, ...more])
  if (size < 285) return Buffer.from([head | 29, ...more, size - 29])
  throw new RangeError('too long for this small writer')
}
