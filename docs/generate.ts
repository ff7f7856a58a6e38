// Writes docs/reference/*.md from the source, so that no page can say what the code does not: `npm run docs`.
// With `--check` it writes nothing and fails when a page is out of date.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { apiPage } from './pages/api.js'
import { blindTapsPage } from './pages/blind-taps.js'
import { cliPage } from './pages/cli.js'
import { deviceSdkPage } from './pages/device-sdk.js'
import { errorsPage } from './pages/errors.js'
import { limitsPage } from './pages/limits.js'
import { metricsPage } from './pages/metrics.js'
import { settingsPage } from './pages/settings.js'
import { symbolsPage } from './pages/symbols.js'

const FOLDER = new URL('reference/', import.meta.url)
const NOTICE = '<!-- Made from the source by docs/generate.ts: change it there, then `npm run docs`. -->\n\n'

const pages: Readonly<Record<string, string>> = {
  'api.md': apiPage(),
  'blind-taps.md': blindTapsPage(),
  'cli.md': cliPage(),
  'device-sdk.md': deviceSdkPage(),
  'errors.md': errorsPage(),
  'limits.md': limitsPage(),
  'metrics.md': metricsPage(),
  'settings.md': settingsPage(),
  'symbols.md': symbolsPage(),
}

process.exitCode = process.argv.includes('--check') ? await check() : await write()

async function write(): Promise<number> {
  await mkdir(FOLDER, { recursive: true })
  for (const name of await strangers()) await rm(new URL(name, FOLDER))
  for (const [name, text] of Object.entries(pages)) await writeFile(new URL(name, FOLDER), NOTICE + text)
  console.log(`${Object.keys(pages).length} pages in ${fileURLToPath(FOLDER)}`)
  return 0
}

async function check(): Promise<number> {
  const stale = await strangers()
  for (const [name, text] of Object.entries(pages)) {
    const found = await readFile(new URL(name, FOLDER), 'utf8').catch(() => undefined)
    if (found !== NOTICE + text) stale.push(name)
  }
  if (stale.length === 0) return 0
  console.error(
    `out of date: ${stale.map((name) => `docs/reference/${name}`).join(', ')}\nnext: npm run docs`,
  )
  return 1
}

/** Pages that nothing makes any more. */
async function strangers(): Promise<string[]> {
  const found = await readdir(FOLDER).catch(() => [])
  return found.filter((name) => !(name in pages))
}
