// What the PHP of the Nextcloud app may use: Nextcloud's public interfaces, and each folder only what it is for.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SourceFile } from './sources.js'
import { filesWhere, isPhp } from './sources.js'

const APP = 'web-plugin/nextcloud/'
const php = filesWhere((path) => path.startsWith(APP) && isPhp(path))
const lib = php.filter(({ path }) => path.startsWith(`${APP}lib/`))

test('there is PHP to look at', () => {
  assert.ok(lib.length > 0)
})

test('the checks of assertions know nothing of Nextcloud: they can be read, and run, by themselves', () => {
  holdsNone(
    lib.filter(({ path }) => path.includes('/lib/Protocol/')),
    /\b(?:OCP|OC|Psr|Symfony)\\|\bOCA\\Countersign\\(?!Protocol\b)/,
  )
})

test('only public interfaces of Nextcloud are used: the others change without a word', () => {
  holdsNone(lib, /(?<![\w\\])\\?OC\\|\bOC_[A-Z]|\\OC::|(?<!\w)OC::/)
})

test('nothing that is shipped runs a program, evaluates text, or brings objects back from text', () => {
  holdsNone(
    php.filter(({ path }) => !path.startsWith(`${APP}tests/`)),
    /(?<![\w>:]|function )(?:eval|exec|shell_exec|system|passthru|proc_open|popen|unserialize|create_function)\(/,
  )
})

test('no error is silenced, no old hash is used', () => {
  holdsNone(lib, /(?<![\w*'"{.\s(/-])@\$?\w+\(|[=(]\s*@\w+\(|\bmd5\(|\bsha1\(/)
})

test('no class is called for having no meaning yet', () => {
  const names = lib.filter(({ path }) => /(?:Helper|Utils?|Common|Manager)\.php$/.test(path))
  assert.deepEqual(
    names.map(({ path }) => path),
    [],
  )
})

test('a file holds one class, of its own name, in the name space of its folder', () => {
  const wrong = lib.flatMap(({ path, text }) => {
    const place = path
      .slice(`${APP}lib/`.length)
      .replace(/\.php$/, '')
      .split('/')
    const name = place.pop()
    const space = ['OCA', 'Countersign', ...place].join('\\')
    const declared = [...text.matchAll(/^(?:final |abstract )?(?:class|interface|trait|enum) (\w+)/gm)]
    const isRight =
      text.includes(`\nnamespace ${space};\n`) && declared.length === 1 && declared[0]?.[1] === name
    return isRight ? [] : [path]
  })
  assert.deepEqual(wrong, [])
})

/** Fails with the place of each find. */
function holdsNone(files: readonly SourceFile[], wrong: RegExp): void {
  const found = files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => {
      const match = wrong.exec(line)
      return match === null ? [] : [`${path}:${i + 1}: ${match[0].trim().slice(0, 60)}`]
    }),
  )
  assert.deepEqual(found, [])
}
