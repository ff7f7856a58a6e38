// How it works: a payee is written `Аmazon` with a Cyrillic А. The phone points out words whose letters are of two alphabets, so the forger puts
// a character between them that nobody sees: a zero-width space, a soft hyphen, a word joiner. Each half is of one alphabet then, on the screen
// it is one word, and nothing is pointed out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSignableText, mixesAlphabets } from '@countersign/protocol'

const UNSEEN = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\u00ad',
  '\ufeff',
  '\u034f',
  '\u{e0020}',
  '\u3164',
  '\u180e',
]

test('[TX3] what nobody sees parts no word', () => {
  for (const unseen of UNSEEN) {
    const payee = `\u0410${unseen}mazon`
    assert.ok(isSignableText(payee, 128), 'an app can ask with it')
    assert.ok(mixesAlphabets(payee), `U+${unseen.codePointAt(0)?.toString(16)}`)
  }
})

test('[TX3] names that are written so are not pointed out', () => {
  for (const payee of [
    'Müller\u00adstraße',
    'می\u200cخواهم',
    'Amazon \u0410\u043b\u0438\u043d\u0430',
    '👩\u200d🚀 Amazon',
  ])
    assert.ok(!mixesAlphabets(payee), payee)
})
