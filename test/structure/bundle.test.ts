// The program as one bundle: what differs there from the same sources run file by file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { importsOf } from './imports-of.js'
import { filesWhere } from './sources.js'

const sources = filesWhere((path) => /^(?:server|client-sdk|protocol)\/src\/.*\.ts$/.test(path))

// Node finds the names that a CommonJS package exports; a bundle cut in pieces has only its `default`, and the others are undefined.
test('a package that is CommonJS and loaded only when it is needed is taken by its default export', () => {
  const taken = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<!typeof )\bimport\(\s*'([^.'][^']*)'\s*\)(\)\.default\b)?/g)].map(
      ([, name = '', byDefault]) => ({ path, name, byDefault: byDefault !== undefined }),
    ),
  )
  assert.ok(taken.some(({ byDefault }) => byDefault) && taken.some(({ name }) => !isCommonJs(name)))
  assert.deepEqual(
    taken.filter(({ name, byDefault }) => !byDefault && isCommonJs(name)),
    [],
  )
})

// A start is most of all the finding and compiling of modules: what few servers need, or none does at first, must not be among them.
test('a start of one server on SQLite loads no driver, library or exporter that it does not need yet', () => {
  const loaded = packagesLoadedBy(['server/src/main.ts', 'server/src/app.ts'])
  for (const needed of ['better-sqlite3', 'express', 'ws']) assert.ok(loaded.has(needed), needed)
  const later = ['pg', 'ioredis', 'nodemailer', 'web-push', 'qrcode', 'prom-client', '@simplewebauthn/server']
  assert.deepEqual(
    [...loaded].filter((name) => later.includes(name) || name.startsWith('@opentelemetry/')),
    [],
  )
})

test('only one file asks where the program lies, and one the driver of SQLite', () => {
  const asking = sources.filter(({ text }) => text.includes('import.meta.url')).map(({ path }) => path)
  assert.deepEqual(asking, ['server/src/installed.ts', 'server/src/storage/copy-database.ts'])
})

/** Packages that these files import at once, through all files of the server that they import at once. */
function packagesLoadedBy(entries: readonly string[]): ReadonlySet<string> {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const seen = new Set<string>()
  const loaded = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const atOnce = texts.get(path)?.replace(/\bimport\(/g, 'later(') ?? ''
    for (const { specifier, typeOnly } of importsOf(atOnce)) {
      if (typeOnly) continue
      if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'))
      else loaded.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
    }
  }
  for (const entry of entries) visit(entry)
  return loaded
}

function isCommonJs(name: string): boolean {
  if (name.startsWith('node:')) return false
  const file = fileURLToPath(import.meta.resolve(name))
  if (file.endsWith('.mjs')) return false
  return file.endsWith('.cjs') || typeOf(dirname(file)) !== 'module'
}

/** By the nearest manifest above (Node.js, "Determining module system"). */
function typeOf(folder: string): unknown {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof manifest === 'object' && manifest !== null && 'type' in manifest
      ? manifest.type
      : 'commonjs'
  } catch {
    return typeOf(dirname(folder))
  }
}
