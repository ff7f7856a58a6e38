// appinfo/info.xml: what Nextcloud's schema asks of it, and that all it names is there. The schema itself is Nextcloud's, and not kept here.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { APP_FOLDER, phpHere, runPhp } from './php-tools.js'

/** As far as the app uses them: the schema of Nextcloud 31 to 34 is a sequence. */
const ORDER = [
  'id',
  'name',
  'summary',
  'description',
  'version',
  'licence',
  'author',
  'namespace',
  'types',
  'category',
  'website',
  'bugs',
  'dependencies',
  'background-jobs',
  'two-factor-providers',
  'commands',
  'settings',
]

const info = await readFile(join(APP_FOLDER, 'appinfo/info.xml'), 'utf8')
const bare = info.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')

test('it is well-formed', phpHere, async () => {
  const code = '$d = new DOMDocument(); exit($d->load($argv[1]) ? 0 : 1);'
  await runPhp('php', ['-r', code, join(APP_FOLDER, 'appinfo/info.xml')])
})

test('the elements stand in the order of the schema, and nothing that it needs is missing', () => {
  const found = [...bare.matchAll(/^\t<([\w-]+)/gm)].map(([, name = '']) => name)
  assert.deepEqual([...new Set(found)], ORDER)
  const places = found.map((name) => ORDER.indexOf(name))
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  )
})

test('it says the same in English and German, each short enough', () => {
  for (const name of ['name', 'summary', 'description']) {
    const languages = [...bare.matchAll(new RegExp(`<${name}(?: lang="(\\w+)")?>`, 'g'))].map(
      ([, lang]) => lang,
    )
    assert.deepEqual(languages, [undefined, 'de'], name)
  }
  const short = [...bare.matchAll(/<(?:name|summary)[^>]*>([^<]+)</g)].map(([, text = '']) => text)
  assert.ok(
    short.every((text) => text.length <= 128),
    'at most 128 signs',
  )
})

test('id, version, licence and name space are what the rest of the app says', async () => {
  const { version, license } = JSON.parse(await readFile(join(APP_FOLDER, 'package.json'), 'utf8'))
  const application = await readFile(join(APP_FOLDER, 'lib/AppInfo/Application.php'), 'utf8')
  assert.equal(one('id'), /APP_ID = '(\w+)'/.exec(application)?.[1])
  assert.equal(`OCA\\${one('namespace')}\\AppInfo`, /^namespace (.+);$/m.exec(application)?.[1])
  assert.equal(one('version'), version)
  assert.equal(one('licence'), license)
})

test('it runs where it says: Nextcloud 31 to 34, PHP 8.1 with sodium, and never for some groups only', () => {
  assert.match(bare, /<nextcloud min-version="31" max-version="34"\/>/)
  assert.match(bare, /<php min-version="8\.1"\/>\s*<lib>sodium<\/lib>/)
  assert.match(bare, /<types>\s*<prevent_group_restriction\/>\s*<\/types>/)
})

test('every class that it names is there', () => {
  const classes = classesNamed()
  assert.ok(classes.length > 5)
  const missing = classes.filter((name) => !existsSync(join(APP_FOLDER, fileOf(name))))
  assert.deepEqual(missing, [])
})

test('every class that Nextcloud finds by this file only is named', async () => {
  const finds =
    /^(?:final )?class \w+ (?:extends (?:Command|ForOneUser|TimedJob)\b|[^{]*\bimplements [^{]*\b(?:ISettings|IDelegatedSettings|IIconSection|IRepairStep|IProvider|IProvidesIcons)\b)/m
  const names = classesNamed()
  const found = (await readdir(join(APP_FOLDER, 'lib'), { recursive: true })).filter((path) =>
    path.endsWith('.php'),
  )
  const forgotten: string[] = []
  for (const path of found) {
    const name = `OCA\\Countersign\\${path.replace(/\.php$/, '').replaceAll('/', '\\')}`
    const source = await readFile(join(APP_FOLDER, 'lib', path), 'utf8')
    if (finds.test(source) && !names.includes(name)) forgotten.push(name)
  }
  assert.deepEqual(forgotten, [])
})

function one(name: string): string {
  const found = [...bare.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'))]
  assert.equal(found.length, 1, name)
  return found[0]?.[1] ?? ''
}

function classesNamed(): readonly string[] {
  return [...bare.matchAll(/>(OCA\\[\w\\]+)</g)].map(([, name = '']) => name)
}

function fileOf(name: string): string {
  return `${name.replace(/^OCA\\Countersign\\/, 'lib/').replaceAll('\\', '/')}.php`
}
