// What must never stand in a file of this project: secrets, other people's machines, unowned work, wrong tools.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SourceFile } from './sources.js'
import { filesWhere, isCode, isPhp } from './sources.js'

const text = (path: string): boolean => !/\.(?:png|jpe?g|ico|webp|woff2|gz|br|pdf)$/.test(path)
const notThis = (path: string): boolean => path !== 'test/structure/guards.test.ts'
const everything = filesWhere((path) => text(path) && notThis(path))
const code = filesWhere((path) => isCode(path) && notThis(path))
const php = filesWhere(isPhp)

test('no file names a package registry: everyone installs from their own', () => {
  holdsNone(everything, /\bregistry\.[a-z0-9.-]+\.[a-z]{2,}|\b_authToken\b|"resolved": "https?:/)
})

test('no file holds an absolute path of the machine it was written on', () => {
  holdsNone(everything, /(?<![\w.~$/}-])\/(?:home|Users|root|work|tmp\/[a-z]+)\/[\w.-]+/)
})

test('no file holds a private key or a key of an app', () => {
  holdsNone(everything, /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\w{16}|\bcs_[0-9a-f]{16}_[\w-]{43}\b/)
})

test('a TODO carries the issue that owns it', () => {
  holdsNone([...code, ...php], /\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))/)
})

test('chance comes from a cryptographic source', () => {
  // The bench and the seeded tests bring their own generators; nobody calls the engine's.
  holdsNone(code, /\bMath\.random\b/)
  holdsNone(php, /\b(?:mt_)?rand\(|\b(?:uniqid|lcg_value|str_shuffle|array_rand|shuffle)\(/)
})

test('the server verifies with node:crypto only: tweetnacl takes S + L for S', () => {
  holdsNone(
    code.filter(({ path }) => path.startsWith('server/')),
    /tweetnacl|\bnacl\b/,
  )
})

test('no test is skipped, left for later or run alone', () => {
  holdsNone(
    code.filter(({ path }) => path.startsWith('test/') && path.endsWith('.test.ts')),
    /\b(?:test|it|describe)\.(?:skip|todo|only)\b|\{\s*(?:skip|todo|only):\s*true/,
  )
  holdsNone(php, /\bmarkTest(?:Skipped|Incomplete)\b|expectNotToPerformAssertions|@doesNotPerformAssertions/)
})

test('types are not talked away: no any, no non-null assertion behind a lint comment, no ts-ignore', () => {
  holdsNone(code, /@ts-(?:ignore|nocheck)\b|biome-ignore-all/)
})

test('libraries do not print', () => {
  const libraries = code.filter(({ path }) =>
    /^(?:protocol|client-sdk|web-plugin)\/src\/|^server\/src\/(?!cli\/|main)/.test(path),
  )
  // An example in a docstring may print what it got.
  holdsNone(libraries, /^(?!\s*\*).*\bconsole\.\w+\(/)
  holdsNone(
    php.filter(({ path }) => path.includes('/lib/')),
    /^(?!\s*(?:\*|\/\/)).*\b(?:echo|print|printf|var_dump|var_export|print_r|error_log|die|exit)\b\s*[('"$]/,
  )
})

/** Fails with the place of each find, never with a whole file. */
function holdsNone(files: readonly SourceFile[], wrong: RegExp): void {
  const found = files.flatMap(({ path, text: content }) =>
    content.split('\n').flatMap((line, i) => {
      const match = wrong.exec(line)
      return match === null ? [] : [`${path}:${i + 1}: ${match[0].trim().slice(0, 60)}`]
    }),
  )
  assert.deepEqual(found, [])
}
