// Entries as they are found and shown, and the hint about a passphrase.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from '@countersign/authenticator/codes/entry'
import { found, titleOf } from '@countersign/authenticator/codes/entry'
import { strengthOf } from '@countersign/authenticator/codes/passphrase'

const form = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const
const entry = (issuer: string, account: string): Entry => ({ id: issuer + account, issuer, account, form })

test('a search finds every word, in any order, in any case, with and without accents', () => {
  const all = [entry('Café Münster', 'ann@x.org'), entry('Bank', 'ann'), entry('', 'bob@bank.example')]
  const names = (search: string): readonly string[] => found(all, search).map(titleOf)
  assert.deepEqual(names(''), ['Café Münster', 'Bank', 'bob@bank.example'])
  assert.deepEqual(names('munster CAFE'), ['Café Münster'])
  assert.deepEqual(names(' bank '), ['Bank', 'bob@bank.example'])
  assert.deepEqual(names('bank ann'), ['Bank'])
  assert.deepEqual(names('nobody'), [])
})

test('the hint calls short, repeated and counted passphrases what they are', () => {
  const said: readonly (readonly [string, ReturnType<typeof strengthOf>])[] = [
    ['', 'too_short'],
    ['123456789', 'too_short'],
    ['1234567890', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['Passwort12', 'weak'],
    ['kettle-bridge9', 'fair'],
    ['acorn kettle bridge umbrella', 'strong'],
    ['x9$Lq2!vR7#pZ4&wTb', 'strong'],
  ]
  for (const [passphrase, strength] of said) assert.equal(strengthOf(passphrase), strength, passphrase)
})
