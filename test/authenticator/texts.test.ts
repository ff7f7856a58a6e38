// The words of the phone app: both languages say everything, and no word of the workshop reaches a person.
import assert from 'node:assert/strict'
import test from 'node:test'
import { de } from '@countersign/authenticator/text/de'
import { en } from '@countersign/authenticator/text/en'
import { languageOf, speechFor } from '@countersign/authenticator/text/index'

/** All sentences of a table; those that are made of parts get stand-ins. */
function sentences(table: object): string[] {
  return Object.values(table).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry]
    if (typeof entry === 'function') return [String(entry('alice', 'ACME'))]
    return typeof entry === 'object' && entry !== null ? sentences(entry) : []
  })
}

test('both languages have as many sentences, and none is empty', () => {
  assert.equal(sentences(de).length, sentences(en).length)
  assert.ok([...sentences(de), ...sentences(en)].every((sentence) => sentence.trim() !== ''))
})

test('no sentence says session, token, payload or challenge', () => {
  const found = [...sentences(en), ...sentences(de)].filter((sentence) =>
    /session|token|payload|challenge|sitzung/i.test(sentence),
  )
  assert.deepEqual(found, [])
})

test('the first language of the device that we speak is taken, else English', () => {
  assert.equal(languageOf(['fr-FR', 'de-AT', 'en']), 'de')
  assert.equal(languageOf(['fr-FR']), 'en')
})

test("dates follow the device's own variant of the language", () => {
  assert.equal(speechFor('de', ['en-GB', 'de-AT']).locale, 'de-AT')
  assert.equal(speechFor('de', ['en-GB']).locale, 'de')
})
