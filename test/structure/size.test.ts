// Sizes that are promised: no source file grows past one idea, and the element costs a login page next to nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { filesWhere, isCode, isPhp } from './sources.js'

const LINES_MAX = 400
/** A login page on a slow phone: one round trip of ten packets holds about 14 kB, half of it is the page's own. */
const ELEMENT_MAX_BYTES = 8 * 1024
/** What only some logins load, when the person is at the page already: a form, a link, or a QR code and what makes it. */
const ELEMENT_MORE_MAX_BYTES = 10 * 1024
/** Loaded while the page says "one moment": a key's few calls, and the bytes that it signs. */
const ELEMENT_BROWSER_MAX_BYTES = 4 * 1024

test(`no source file has more than ${LINES_MAX} lines`, () => {
  const long = filesWhere((path) => isCode(path) || isPhp(path) || /\.(?:sh|css)$/.test(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX)
  assert.deepEqual(long, [])
})

test('what every login loads of the element is at most 8 kB gzipped, and names two more files', () => {
  const built = builtFile('element.min.js')
  const named = [...built.toString().matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']*)/g)].map(
    ([, path]) => path,
  )
  assert.deepEqual([...new Set(named)].sort(), ['./element-browser.js', './element-more.js'])
  assertFits(built, ELEMENT_MAX_BYTES)
})

test('what only some logins load of the element is at most 10 kB gzipped, and the last of it', () => {
  const built = builtFile('element-more.min.js')
  assert.doesNotMatch(built.toString(), /\bfrom\s*["']|\bimport\s*\(/, 'it loads something else')
  assertFits(built, ELEMENT_MORE_MAX_BYTES)
})

test('the browser’s key is at most 4 kB gzipped, and loads nothing else', () => {
  const built = builtFile('element-browser.min.js')
  assert.doesNotMatch(built.toString(), /\bfrom\s*["']|\bimport\s*\(/, 'it loads something else')
  assertFits(built, ELEMENT_BROWSER_MAX_BYTES)
})

function builtFile(name: string): Buffer {
  return readFileSync(new URL(`../../web-plugin/dist/${name}`, import.meta.url))
}

function assertFits(built: Buffer, max: number): void {
  const { length } = gzipSync(built, { level: 9 })
  assert.ok(length <= max, `${length} bytes gzipped, ${max} allowed`)
}
