// Makes what of the app is not written by hand: scripts, access passes, translations for the browser; with `--pack` the release, too.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { tarball } from './build/tarball.mjs'

const APP = 'countersign'
/** One script for each page; what they share is bundled into each. */
const SCRIPTS = ['admin', 'challenge', 'personal', 'setup']
/** What a Nextcloud needs of this folder. What it is made from, and what tests it, stays here. */
const RELEASED =
  /^(?:(?:appinfo|css|img|js|l10n|lib|resources|templates)\/.*\.(?:php|xml|css|svg|js|json)|LICENSE|README\.md)$/

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

await bundleScripts()
await writePasses()
await writeTranslations()
if (process.argv.includes('--pack')) await pack()

async function bundleScripts() {
  const { outputFiles } = await build({
    entryPoints: SCRIPTS.map((name) => here(`src/${name}.ts`)).filter(existsSync),
    outdir: here('js'),
    write: false,
    bundle: true,
    minify: true,
    // Nextcloud's pages load plain scripts, each with a nonce. So both parts of the element are inside.
    format: 'iife',
    target: 'es2022',
    conditions: ['source'],
    legalComments: 'none',
    banner: { js: '/*! Countersign for Nextcloud, AGPL-3.0-or-later; the login element, Apache-2.0 */' },
  })
  await mkdir(here('js'), { recursive: true })
  for (const { path, text } of outputFiles) await writeChanged(path, text)
  const made = outputFiles.map(({ path }) => basename(path))
  for (const name of await readdir(here('js'))) if (!made.includes(name)) await rm(here(`js/${name}`))
}

/** Names and drawings by number, from the one place that has them. Committed, since PHP reads it as it is; a test compares. */
async function writePasses() {
  const bundle = await build({
    stdin: { contents: "export { accessPasses } from '@countersign/protocol'", resolveDir: here('.') },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['source'],
  })
  const { accessPasses } = await import(
    `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
  )
  const byId = Object.fromEntries(accessPasses.map(({ id, name, path }) => [id, { name, path }]))
  await mkdir(here('resources'), { recursive: true })
  await writeChanged(here('resources/access-passes.json'), `${JSON.stringify(byId, undefined, 2)}\n`)
}

/** Nextcloud reads the `.json` in PHP, and loads a `.js` of the same name before the scripts of an app. */
async function writeTranslations() {
  if (!existsSync(here('l10n'))) return
  for (const file of (await readdir(here('l10n'))).filter((name) => name.endsWith('.json'))) {
    const { translations, pluralForm } = JSON.parse(await readFile(here(`l10n/${file}`), 'utf8'))
    const words = JSON.stringify(translations, undefined, 1)
    const script = `OC.L10N.register(${JSON.stringify(APP)}, ${words}, ${JSON.stringify(pluralForm)})\n`
    await writeChanged(here(`l10n/${file.replace(/json$/, 'js')}`), script)
  }
}

async function pack() {
  const missing = SCRIPTS.filter((name) => !existsSync(here(`js/${name}.js`)))
  if (missing.length > 0) throw new Error(`not to be released without ${missing.join(', ')}`)
  const { version } = JSON.parse(await readFile(here('package.json'), 'utf8'))
  const paths = (await readdir(here('.'), { recursive: true })).filter((path) => RELEASED.test(path))
  const files = await Promise.all(
    paths.map(async (path) => ({ path: `${APP}/${path}`, bytes: await readFile(here(path)) })),
  )
  const name = `dist/${APP}-${version}.tar.gz`
  await mkdir(here('dist'), { recursive: true })
  await writeFile(here(name), tarball(files, await releaseTime(paths)))
  process.stdout.write(`${name}: ${files.length} files\n`)
}

/**
 * Not one time for ever: PHP's opcode cache takes a file of the same path and time for the same file, and would go on
 * running the release before. See reproducible-builds.org, SOURCE_DATE_EPOCH.
 */
async function releaseTime(paths) {
  const told = process.env['SOURCE_DATE_EPOCH'] ?? lastCommitTime()
  if (/^\d{1,11}$/.test(told)) return Number(told)
  const times = await Promise.all(paths.map(async (path) => (await stat(here(path))).mtimeMs))
  return Math.floor(Math.max(...times) / 1000)
}

/** Whoever reads it meanwhile, such as a test beside this build, never meets half a file that is right already. */
async function writeChanged(path, text) {
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before !== text) await writeFile(path, text)
}

/** Empty outside of a repository. */
function lastCommitTime() {
  try {
    const command = ['log', '-1', '--format=%ct', '--', '.']
    return execFileSync('git', command, { cwd: here('.'), encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return ''
  }
}
