// Every sentence of the Nextcloud app is there in German, informal and formal; none is left over, none loses a value.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { APP_FOLDER } from './php-tools.js'
import type { Sentence } from './sentences.js'
import { placeholdersIn, sentencesIn } from './sentences.js'

interface Translations {
  readonly translations: Readonly<Record<string, string>>
  readonly pluralForm: string
}

const said = await sentencesOf('lib', 'templates', 'src')
const texts = new Set(said.map(({ text }) => text))

for (const language of ['de', 'de_DE']) {
  const { translations, pluralForm } = await read(language)

  test(`${language}: every sentence has its translation`, () => {
    const missing = said.filter(({ text }) => (translations[text] ?? '') === '')
    assert.deepEqual(missing, [])
  })

  test(`${language}: no translation is of a sentence that nobody says`, () => {
    assert.deepEqual(
      Object.keys(translations).filter((text) => !texts.has(text)),
      [],
    )
  })

  test(`${language}: values stand where they stand in English`, () => {
    const different = Object.entries(translations).filter(
      ([text, translation]) => placeholdersIn(text).join() !== placeholdersIn(translation).join(),
    )
    assert.deepEqual(different, [])
  })

  test(`${language}: people are addressed in one way`, () => {
    const wrong =
      language === 'de' ? /\b(?:Ihnen|Ihren|Ihrem|Ihrer|Ihres)\b/ : /\b(?:du|dir|dich|dein(?:e[nmrs]?)?)\b/i
    assert.deepEqual(
      Object.values(translations).filter((translation) => wrong.test(translation)),
      [],
    )
  })

  test(`${language}: there is a rule for plurals, as Nextcloud wants it`, () => {
    assert.equal(pluralForm, 'nplurals=2; plural=(n != 1);')
  })
}

test('sentences of PHP have no percent sign that is not a value: Nextcloud formats each', () => {
  const wrong = said.filter(
    ({ path, text }) => path.endsWith('.php') && /%/.test(text.replace(/%(?:\d+\$)?[sdn%]/g, '')),
  )
  assert.deepEqual(wrong, [])
})

test('the reader of sentences takes both quotes, and refuses what is put together', () => {
  const php = "// $l->t('not this')\n\t$a->t('It\\'s %s', [$x]);\n p($l->t(\n\t'Two lines',\n));"
  assert.deepEqual(
    sentencesIn('x.php', php).map(({ text }) => text),
    ["It's %s", 'Two lines'],
  )
  assert.deepEqual(
    sentencesIn('x.ts', "export function t(text: string) {}\nsay(t(\"it's\", {a}), set('no'))").map(
      ({ text }) => text,
    ),
    ["it's"],
  )
  assert.throws(() => sentencesIn('x.php', "$l->t('One ' . $two)"), /one literal sentence/)
  assert.throws(() => sentencesIn('x.ts', 'x = t(`One`)'), /one literal sentence/)
  assert.deepEqual(placeholdersIn('%2$s, {name} and %s'), ['%2$s', '%s', '{name}'])
})

async function sentencesOf(...folders: readonly string[]): Promise<readonly Sentence[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(APP_FOLDER, folder), { recursive: true })
      const paths = names.filter((name) => /\.(?:php|ts)$/.test(name)).map((name) => join(folder, name))
      return Promise.all(
        paths.map(async (path) => sentencesIn(path, await readFile(join(APP_FOLDER, path), 'utf8'))),
      )
    }),
  )
  return found.flat(2)
}

async function read(language: string): Promise<Translations> {
  // Sound: our own file; of another shape every test above fails.
  return JSON.parse(await readFile(join(APP_FOLDER, 'l10n', `${language}.json`), 'utf8')) as Translations
}
