// What /me says of notices: every kind in both languages, what is missing leaves no hole, few codes are said to be few.
import assert from 'node:assert/strict'
import test from 'node:test'
import { noticeText, saidBy } from '@countersign/console/me/notice-words'
import type { Notice } from '@countersign/protocol/me'
import { noticeKinds } from '@countersign/protocol/me'

const of = (kind: string, facts: Notice['facts'] = {}): Notice => ({ id: 'n', kind, atMs: 0, facts })
const languages = Object.values(noticeText)

test('every kind has words in both languages', () => {
  assert.equal(languages.length, 2)
  for (const { kinds } of languages)
    for (const kind of noticeKinds) {
      const said = saidBy(kinds, of(kind, { left: 5 }))
      assert.ok(said !== undefined && said.trim() !== '', kind)
      assert.doesNotMatch(said, /undefined|NaN/, kind)
    }
})

test('a kind that is not known says nothing, also when it is called like what every object has', () => {
  for (const { kinds } of languages)
    for (const kind of ['moon_landed', 'to_string', 'constructor'])
      assert.equal(saidBy(kinds, of(kind)), undefined)
})

test('[BC7] at three codes left somebody is asked to make new ones, at four not', () => {
  const few = /make a new set soon|erstelle bald neue/
  for (const { kinds } of languages)
    for (const left of [9, 4, 3, 0]) {
      const said = saidBy(kinds, of('backup_code_used', { left, selector: 'K7QD', appName: 'Wiki' })) ?? ''
      assert.match(said, /K7QD-….* (?:at|bei) Wiki/)
      assert.equal(few.test(said), left <= 3, said)
    }
})

test('a code that was used at a recovery is used at no app', () => {
  const [en, de] = languages.map(({ kinds }) => saidBy(kinds, of('bypass_code_used', { appName: '' })))
  assert.equal(en, 'The code that the help desk made for you was used')
  assert.equal(de, 'Der Code, den der Helpdesk für dich erstellt hat, wurde verwendet')
})
