// Sizes that are promised: no source file grows past one idea, and the element costs a login page next to nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { filesWhere, isCode } from './sources.js'

const LINES_MAX = 400
/** A login page on a slow phone: one round trip of ten packets holds about 14 kB, half of it is the page's own. */
const ELEMENT_MAX_BYTES = 8 * 1024

test(`no source file has more than ${LINES_MAX} lines`, () => {
  const long = filesWhere((path) => isCode(path) || /\.(?:sh|css)$/.test(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX)
  assert.deepEqual(long, [])
})

test('the element with everything it loads is at most 8 kB gzipped', () => {
  const built = readFileSync(new URL('../../web-plugin/dist/element.min.js', import.meta.url))
  assert.doesNotMatch(built.toString(), /\bfrom\s*["']|\bimport\s*\(/, 'the element loads something else')
  const { length } = gzipSync(built, { level: 9 })
  assert.ok(length <= ELEMENT_MAX_BYTES, `${length} bytes gzipped, ${ELEMENT_MAX_BYTES} allowed`)
})
