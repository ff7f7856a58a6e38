// What a Nextcloud gets when the app is released: everything that it needs, nothing that it does not, the same bytes each time.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { promisify } from 'node:util'
import { accessPasses } from '@countersign/protocol'
import { APP_FOLDER, phpHere, runPhp } from './php-tools.js'

const run = promisify(execFile)
const RELEASE_SECONDS = 1_780_000_000
const SCRIPTS = ['admin', 'challenge', 'personal', 'setup']

let unpacked = ''
let released: readonly string[] = []
let listing = ''
before(async () => {
  await pack()
  unpacked = await mkdtemp(join(tmpdir(), 'countersign-release-'))
  const { version } = JSON.parse(await readFile(join(APP_FOLDER, 'package.json'), 'utf8'))
  const archive = join(APP_FOLDER, 'dist', `countersign-${version}.tar.gz`)
  listing = (await run('tar', ['-tvzf', archive, '--numeric-owner', '--utc', '--full-time'])).stdout
  await run('tar', ['-xzf', archive, '-C', unpacked])
  released = await filesIn(unpacked)
})
after(() => rm(unpacked, { recursive: true, force: true }))

test('all is in one folder with the name of the app, and of the kinds that a Nextcloud reads', () => {
  const strange = released.filter(
    (path) =>
      !/^countersign\/(?:appinfo\/(?:info\.xml|routes\.php)|(?:lib|templates)\/[\w/-]+\.php|(?:css|js|img|l10n|resources)\/[\w-]+\.(?:css|js|svg|json)|LICENSE|README\.md)$/.test(
        path,
      ),
  )
  assert.deepEqual(strange, [])
})

test('nothing that the app runs stays behind', async () => {
  const wanted = [
    ...['appinfo/info.xml', 'appinfo/routes.php', 'LICENSE', 'README.md', 'resources/access-passes.json'],
    ...SCRIPTS.map((name) => `js/${name}.js`),
    ...['de', 'de_DE'].flatMap((name) => [`l10n/${name}.json`, `l10n/${name}.js`]),
    ...(await filesIn(APP_FOLDER)).filter((path) => /^(?:lib|templates|css|img)\//.test(path)),
  ]
  const missing = wanted.filter((path) => !released.includes(`countersign/${path}`))
  assert.deepEqual(missing, [])
})

test('each file belongs to nobody, may be read by all, and is as old as the release', () => {
  const lines = listing.trim().split('\n')
  const different = lines.filter(
    (line) => !/^-rw-r--r-- 0\/0 +\d+ 2026-05-28 20:26:40 countersign\//.test(line),
  )
  assert.deepEqual(different, [])
  const names = lines.map((line) => line.slice(line.indexOf('countersign/')))
  assert.deepEqual(names, [...names].sort(), 'sorted')
})

test('the same files make the same bytes', async () => {
  assert.equal(await pack(), await pack())
})

test('PHP reads every file', phpHere, async () => {
  const files = released.filter((path) => path.endsWith('.php'))
  for (const file of files) await runPhp('php', ['-l', join(unpacked, file)])
})

test('the access passes are those of the protocol, by their numbers', async () => {
  const text = await readFile(join(unpacked, 'countersign/resources/access-passes.json'), 'utf8')
  const expected = Object.fromEntries(accessPasses.map(({ id, name, path }) => [id, { name, path }]))
  assert.deepEqual(JSON.parse(text), expected)
})

test('a script is one file that asks for no other and makes no code of text', async () => {
  for (const name of SCRIPTS) {
    const script = await readFile(join(unpacked, `countersign/js/${name}.js`), 'utf8')
    assert.match(script, /^\/\*! [^\n]*AGPL-3\.0-or-later[^\n]*\*\/\n/)
    assert.doesNotMatch(
      script,
      /\bimport\s*\(|\beval\s*\(|\bnew Function\b|\.innerHTML\b|sourceMappingURL/,
      name,
    )
  }
})

test('translations for the browser are those for PHP', async () => {
  for (const language of ['de', 'de_DE']) {
    const path = join(unpacked, 'countersign/l10n', language)
    const script = await readFile(`${path}.js`, 'utf8')
    const registered: unknown[] = []
    new Function('OC', script)({ L10N: { register: (...given: unknown[]) => registered.push(...given) } })
    const { translations, pluralForm } = JSON.parse(await readFile(`${path}.json`, 'utf8'))
    assert.deepEqual(registered, ['countersign', translations, pluralForm])
  }
})

test('pictures hold no script and nothing from elsewhere', async () => {
  for (const path of released.filter((each) => each.endsWith('.svg'))) {
    const picture = await readFile(join(unpacked, path), 'utf8')
    assert.match(picture, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    assert.doesNotMatch(picture, /<script|\bon\w+=|href=|url\(/)
  }
})

/** The fingerprint of what the build made. */
async function pack(): Promise<string> {
  const { stdout } = await run(process.execPath, ['build.mjs', '--pack'], {
    cwd: APP_FOLDER,
    env: { ...process.env, SOURCE_DATE_EPOCH: String(RELEASE_SECONDS) },
  })
  const archive = /^(dist\/[\w.-]+\.tar\.gz): \d+ files$/m.exec(stdout)?.[1] ?? assert.fail(stdout)
  return createHash('sha256')
    .update(await readFile(join(APP_FOLDER, archive)))
    .digest('hex')
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ''))
}
