// Who may import whom: the table in zones.ts held against every import of every source file.
import assert from 'node:assert/strict'
import { posix } from 'node:path'
import test from 'node:test'
import type { Import } from './imports-of.js'
import { importsOf } from './imports-of.js'
import type { SourceFile } from './sources.js'
import { exists, filesWhere, isCode } from './sources.js'
import type { Zone } from './zones.js'
import { packages, zones } from './zones.js'

const sources = filesWhere((path) => isCode(path) && zoneOf(path) !== undefined)

test('every source file belongs to a zone of the table', () => {
  const homeless = filesWhere((path) => isCode(path) && /(?:^|\/)src\//.test(path))
    .map((file) => file.path)
    .filter((path) => zoneOf(path) === undefined)
  assert.deepEqual(homeless, [])
})

test('no zone imports what the table does not allow it', () => {
  const faults = sources.flatMap((file) => importsOf(file.text).map((found) => fault(file, found)))
  assert.deepEqual(
    faults.filter((text) => text !== undefined),
    [],
  )
})

test('a workspace imports only packages that its own manifest declares', () => {
  const faults = filesWhere((path) => isCode(path) && /(?:^|\/)src\//.test(path)).flatMap((file) => {
    const declared = dependenciesOf(workspaceOf(file.path))
    return importsOf(file.text)
      .filter(({ specifier }) => !/^(?:\.|node:)/.test(specifier))
      .map(({ specifier }) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
      .filter((name) => !declared.has(name))
      .map((name) => `${file.path} imports ${name}`)
  })
  assert.deepEqual(faults, [])
})

test('two adapters never know of each other, whatever the table is changed to', () => {
  const adapters = ['storage', 'fabric', 'push', 'vault', 'telemetry', 'outgoing', 'webauthn']
  for (const zone of zones.filter(({ name }) => adapters.includes(name))) {
    const others = [...zone.ours, ...(zone.oursTypes ?? [])].filter((name) => adapters.includes(name))
    assert.deepEqual(others, [], `${zone.name} may import ${others.join()}`)
  }
})

test('workspaces meet through package names, never through a path', () => {
  const faults = filesWhere(isCode).flatMap((file) =>
    importsOf(file.text)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(({ specifier }) => workspaceOf(resolve(file.path, specifier)) !== workspaceOf(file.path))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  )
  assert.deepEqual(faults, [])
})

test('nothing imports the server but itself, the tests and the generator of the docs', () => {
  const faults = filesWhere((path) => isCode(path) && !/^(?:server|test|docs)\//.test(path))
    .filter((file) =>
      importsOf(file.text).some(({ specifier }) => specifier.startsWith('@countersign/server')),
    )
    .map((file) => file.path)
  assert.deepEqual(faults, [])
})

test('the core does not wait: no async, no await, no promise made', () => {
  const faults = filesWhere((path) => /^(?:server\/src\/core|protocol\/src)\//.test(path))
    .filter((file) =>
      /\basync\b|\bawait\b|new Promise|Promise\.\w/.test(file.text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
    )
    .map((file) => file.path)
  assert.deepEqual(faults, [])
})

test('the reader of imports sees every form and tells types from values', () => {
  const text = [
    "import a from 'a'",
    "import type { B } from 'b'",
    "import { type C, type D } from 'c'",
    "import { type E, f } from 'e'",
    'import {\n  g,\n} from "g"',
    "export * from 'h'",
    "export type { I } from 'i'",
    "import 'j'",
    "const k = await import('k')",
    "type L = import('l').L",
    "// import m from 'm'",
    "/* import n from 'n' */",
    'const o = \'import p from "p"\'',
  ].join('\n')
  assert.deepEqual(
    importsOf(text).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`),
    ['a', 'b (type)', 'c (type)', 'e', 'g', 'h', 'i (type)', 'j', 'k', 'l (type)'],
  )
})

function fault(file: SourceFile, found: Import): string | undefined {
  const zone = zoneOf(file.path)
  if (zone === undefined) return undefined
  const line = `${file.path} (${zone.name}) imports ${found.specifier}`
  const target = ourTarget(file.path, found.specifier)
  if (target === undefined) return outsideAllowed(zone, found) ? undefined : `${line}: not in the table`
  if (target.path === undefined || !exists(target.path)) return `${line}: leads nowhere`
  const other = zoneOf(target.path)
  if (other === undefined) return `${line}: belongs to no zone`
  if (other.name === zone.name || zone.ours.includes(other.name)) return undefined
  if (found.typeOnly && zone.oursTypes?.includes(other.name)) return undefined
  if (zone.oursFiles?.some(({ path }) => path === target.path)) return undefined
  return `${line}: ${zone.name} may not know ${other.name}`
}

function outsideAllowed(zone: Zone, { specifier, typeOnly }: Import): boolean {
  // Style sheets belong to the screen that imports them; a bundler turns `?url` and the like into text.
  if (specifier.startsWith('node:')) return zone.outside.includes('node:')
  return zone.outside.includes(specifier) || (typeOnly && (zone.outsideTypes?.includes(specifier) ?? false))
}

/** The file of ours that an import means; `{}` when it means one of our packages but no entry of it; undefined: from outside. */
function ourTarget(from: string, specifier: string): { readonly path?: string } | undefined {
  if (specifier.startsWith('.')) return { path: resolve(from, specifier) }
  const name = Object.keys(packages).find((each) => specifier === each || specifier.startsWith(`${each}/`))
  const folder = name === undefined ? undefined : packages[name]
  if (name === undefined || folder === undefined) return undefined
  const entry = entriesOf(folder)[`.${specifier.slice(name.length)}`]
  return entry === undefined ? {} : { path: posix.join(folder, entry) }
}

interface Manifest {
  readonly exports?: Readonly<Record<string, { readonly source?: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function manifestOf(workspace: string): Manifest {
  const text = filesWhere((path) => path === `${workspace}/package.json`)[0]?.text ?? '{}'
  // Sound enough for a file of our own: a wrong shape shows as an import that leads nowhere.
  return JSON.parse(text) as Manifest
}

/** What a workspace may name. Development dependencies count: a type, or what a build inlines. */
function dependenciesOf(workspace: string): ReadonlySet<string> {
  const { dependencies, devDependencies, peerDependencies } = manifestOf(workspace)
  return new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }))
}

function entriesOf(folder: string): Readonly<Record<string, string>> {
  const { exports = {} } = manifestOf(folder)
  return Object.fromEntries(Object.entries(exports).map(([entry, { source }]) => [entry, source ?? '']))
}

/** `./x.js` is written for what the compiler makes of `./x.ts`. */
function resolve(from: string, specifier: string): string {
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''))
  const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')]
  return candidates.find(exists) ?? path
}

function zoneOf(path: string): Zone | undefined {
  const fits = zones.flatMap((zone) =>
    zone.paths.filter((prefix) => path.startsWith(prefix)).map((prefix) => ({ zone, length: prefix.length })),
  )
  return fits.sort((a, b) => b.length - a.length)[0]?.zone
}

function workspaceOf(path: string): string {
  return (
    /^(?:client-sdk\/authenticator|server\/console|web-plugin\/(?:demo|nextcloud)|[^/]+)/.exec(path)?.[0] ??
    path
  )
}
