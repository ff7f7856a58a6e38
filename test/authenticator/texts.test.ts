// The words of the phone app: both languages say everything, and no word of the workshop reaches a person.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ringingDe } from '@countersign/authenticator/ringing/text/de'
import { ringingEn } from '@countersign/authenticator/ringing/text/en'
import { de } from '@countersign/authenticator/text/de'
import { en } from '@countersign/authenticator/text/en'
import { languageOf, speechFor } from '@countersign/authenticator/text/index'
import { notificationWords } from '@countersign/authenticator/worker/notifications'

/** All sentences of a table; those that are made of parts get stand-ins. */
function sentences(table: object): string[] {
  return Object.values(table).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry]
    if (typeof entry === 'function') return [String(entry('alice', 'ACME'))]
    return typeof entry === 'object' && entry !== null ? sentences(entry) : []
  })
}

const tables: readonly (readonly [object, object])[] = [
  [en, de],
  [ringingEn, ringingDe],
  [notificationWords.en, notificationWords.de],
]

test('both languages have as many sentences, and none is empty', () => {
  for (const [english, german] of tables) {
    assert.equal(sentences(german).length, sentences(english).length)
    assert.ok([...sentences(german), ...sentences(english)].every((sentence) => sentence.trim() !== ''))
  }
})

test('no sentence says session, token, payload or challenge', () => {
  const found = tables
    .flat()
    .flatMap(sentences)
    .filter((sentence) => /session|token|payload|challenge|sitzung/i.test(sentence))
  assert.deepEqual(found, [])
})

test('the first language of the device that we speak is taken, else English', () => {
  assert.equal(languageOf(['fr-FR', 'de-AT', 'en']), 'de')
  assert.equal(languageOf(['fr-FR']), 'en')
})

test("dates follow the device's own variant of the language", () => {
  assert.equal(speechFor({ language: 'de', text: de }, ['en-GB', 'de-AT']).locale, 'de-AT')
  assert.equal(speechFor({ language: 'de', text: de }, ['en-GB']).locale, 'de')
})
