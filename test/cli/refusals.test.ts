// How refusals read at a terminal: a whole sentence and a next step for each reason that the flows can give.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { faultOf } from '@countersign/server/cli/refusals'

const FLOWS = fileURLToPath(new URL('../../server/src/flows', import.meta.url))

/** Every conflict and every missing thing that a flow names in one piece, found in its text. */
function named(pattern: RegExp): readonly RegExpMatchArray[] {
  const files = readdirSync(FLOWS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  return files.flatMap((name) => [...readFileSync(join(FLOWS, name), 'utf8').matchAll(pattern)])
}

const conflicts = [
  ...named(/reason: 'conflict',\s+what: '([^']+)',\s+because: '([^']+)'/g).map(
    ([, what = '', because = '']) => ({
      what,
      because,
    }),
  ),
  ...['over', 'on_paper', 'too_soon', 'no_address'].map((because) => ({ what: 'invitation', because })),
  ...['header', 'empty', 'faults', 'new_groups', 'ready', 'running', 'paused', 'done', 'cancelled'].map(
    (because) => ({ what: 'import', because }),
  ),
]

test('nothing that is in the way is named by a word of the code', () => {
  assert.ok(conflicts.length > 20)
  for (const { what, because } of conflicts) {
    const { sentence, next } = faultOf({ reason: 'conflict', what, because }, 'alice')
    assert.doesNotMatch(sentence, /_|in the way|undefined/, `${what}: ${because}`)
    assert.ok(sentence.split(' ').length >= 5 && next.length > 8, sentence)
  }
})

test('what is not there is called as people call it, and the next step shows what is', () => {
  const missing = named(/reason: 'not_found', what: '([^']+)'/g).map(([, what = '']) => what)
  assert.ok(missing.length > 20)
  const shown = [
    'account',
    'admin',
    'app',
    'device',
    'group',
    'import',
    'invitation',
    'key',
    'outgoing',
    'token',
    'webhook',
  ]
  for (const what of shown) {
    assert.ok(missing.includes(what), `${what} is refused by no flow any more`)
    assert.match(faultOf({ reason: 'not_found', what }, 'x').next, /^countersign \w+ list$/, what)
  }
  assert.equal(faultOf({ reason: 'not_found', what: 'import' }, '').sentence, 'there is no list of people')
})

test('a reminder too many says how long to wait, and a list that was read wrong is named', () => {
  const soon = faultOf({ reason: 'conflict', what: 'invitation', because: 'too_soon' }, 'ID')
  assert.match(soon.sentence, /ten minutes/)
  const empty = faultOf({ reason: 'value_invalid', path: 'body', expected: 'a line' }, 'lists/people.csv')
  assert.equal(empty.sentence, 'lists/people.csv: expected a line')
})
