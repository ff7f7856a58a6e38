// Bundles the `countersign` command into a few modules beside the licences of what is in them: to find the thousand files of its packages
// takes most of a second, to find these takes nothing.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const FOLDER = here('bundle')
/** A server that was started from the build before may still load a part of it; by then nobody starts one any more. */
const STALE_AFTER_MS = 600_000

const { outputFiles, metafile } = await build({
  entryPoints: { countersign: here('src/main.ts') },
  outdir: FOLDER,
  write: false,
  metafile: true,
  bundle: true,
  // What is imported only when it is needed stays a file of its own.
  splitting: true,
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  conditions: ['source'],
  // A native library is found beside its package; pg asks for its own only when told to.
  external: ['better-sqlite3', 'pg-native'],
  // Names stay: a stack trace must say where.
  minify: false,
  legalComments: 'none',
  // Packages that are CommonJS ask for Node's modules by `require`, which a module does not have.
  banner: {
    js: "import { createRequire as requireOfBundle } from 'node:module';const require = requireOfBundle(import.meta.url);",
  },
})

await mkdir(FOLDER, { recursive: true })
const files = [
  ...outputFiles,
  { path: join(FOLDER, 'LICENSES.txt'), contents: Buffer.from(await licences(Object.keys(metafile.inputs))) },
]
for (const { path, contents } of files) await replace(path, contents)
await removeStale(new Set(files.map(({ path }) => basename(path))))

/** What the authors of bundled packages ask for: that their words travel with their code. */
async function licences(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []))
  const texts = await Promise.all([...folders].sort().map(licenceOf))
  return texts.join('\n\n')
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((each) => /^(?:licen[cs]e|copying)/i.test(each))
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8')
  return `${name} ${version}: ${license}\n\n${text.trim()}\n`
}

/** Whole or not at all: suites that build start servers from here at the same time. */
async function replace(path, contents) {
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(contents)) return
  const draft = `${path}.${process.pid}`
  await writeFile(draft, contents, { mode: path.endsWith('/countersign.js') ? 0o755 : 0o644 })
  await rename(draft, path)
}

async function removeStale(current) {
  for (const name of await readdir(FOLDER)) {
    if (current.has(name)) continue
    const path = join(FOLDER, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > STALE_AFTER_MS) await rm(path, { force: true })
  }
}
