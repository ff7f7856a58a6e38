// Writes a .tar.gz byte for byte the same from the same files: POSIX ustar, sorted by name, one time and one owner for all.
import { gzipSync } from 'node:zlib'

const BLOCK_BYTES = 512
/** POSIX.1-1988 ustar: what fits into the field of the name, and into that of its folder. */
const NAME_MAX_BYTES = 100
const FOLDER_MAX_BYTES = 155

/**
 * @param {readonly { readonly path: string, readonly bytes: Uint8Array }[]} files
 * @param {number} seconds of all files, since 1970
 * @returns {Buffer}
 */
export function tarball(files, seconds) {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const entries = sorted.flatMap(({ path, bytes }) => [
    header(path, bytes.length, seconds),
    bytes,
    Buffer.alloc(-bytes.length & (BLOCK_BYTES - 1)),
  ])
  // The end of an archive is two empty blocks. Node's gzip notes neither name nor time.
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK_BYTES)]), { level: 9 })
}

function header(path, size, seconds) {
  const { folder, name } = split(path)
  const block = Buffer.alloc(BLOCK_BYTES)
  block.write(name, 0)
  block.write(octal(0o644, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(seconds, 12), 136)
  // The sum is made as if its own field held blanks.
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\u000000', 257)
  block.write(folder, 345)
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(`${octal(sum, 7)} `, 148)
  return block
}

function split(path) {
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
    const folder = at === path.length ? '' : path.slice(0, at)
    const name = folder === '' ? path : path.slice(at + 1)
    if (Buffer.byteLength(name) <= NAME_MAX_BYTES && Buffer.byteLength(folder) <= FOLDER_MAX_BYTES)
      return { folder, name }
  }
  throw new RangeError(`a path that fits into ustar expected, not ${path}`)
}

function octal(value, width) {
  return `${value.toString(8).padStart(width - 1, '0')}\0`
}
