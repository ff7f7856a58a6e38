// What stands in mails: texts of strangers become no links, and a user ID can be copied.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameUserId } from '@countersign/protocol'
import { invitationLetter } from '@countersign/server/core/mail/invitation-letter'
import { copied, foreign, letterHtml, letterText } from '@countersign/server/core/mail/letter'

test('a user ID of any length is copied from the mail as it is kept', () => {
  for (const userId of ['alice@example.org', 'max.muster', `${'long-'.repeat(20)}@example.org`, 'zoë'])
    assert.ok(sameUserId(copied(userId), userId) && copied(userId) === userId, userId)
})

test('what strangers chose becomes no link, nor does a web address in the place of a user ID', () => {
  assert.equal(foreign('go to evil.example'), 'go to evil.\u2060example')
  assert.equal(copied('https://evil.example'), 'https:\u2060//evil.\u2060example')
  assert.equal(copied('www.evil.example'), 'www.\u2060evil.\u2060example')
  assert.equal(copied('alice\u202e\n'), 'alice')
})

test('both forms of an invitation show the user ID without anything invisible in it', () => {
  const to = {
    serverName: 'ACME',
    publicUrl: 'https://id.example.org',
    supportContact: '',
    displayName: 'Alice',
    userId: 'alice@example.org',
    locale: 'en',
  } as const
  const letter = invitationLetter(to, 'invitation', 'https://id.example.org/invite/#x', 0)
  for (const text of [letterText(letter), letterHtml(letter, 'en')])
    assert.match(text, /\balice@example\.org\b/)
})
