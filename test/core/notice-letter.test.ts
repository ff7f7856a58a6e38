// Letters of notices: every kind says what happened in both languages, and what few codes are left is said when they are few.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MailedKind } from '@countersign/protocol/me'
import { noticeKinds, quietKinds } from '@countersign/protocol/me'
import { letterText } from '@countersign/server/core/mail/letter'
import { noticeLetter } from '@countersign/server/core/mail/notice-letter'

const to = {
  serverName: 'ACME',
  publicUrl: 'https://id.example.org',
  supportContact: '',
  displayName: 'Alice',
  userId: 'alice@example.org',
} as const
const locales = ['en', 'de'] as const
const quiet: readonly string[] = quietKinds
const mailed = noticeKinds.filter((kind): kind is MailedKind => !quiet.includes(kind))

/** More than any kind has: each takes what it knows. */
const facts = {
  ...{ deviceName: 'Pixel', name: 'Aegis', appName: 'Wiki', address: '192.0.2.7', browser: 'Firefox' },
  ...{ untilMs: 1_795_000_000_000, reason: 'phone broken', role: 'auditor' },
  ...{ left: 7, selector: 'K7QD', way: 'backup' },
}

test('every kind of notice has words of its own in both languages, with and without its facts', () => {
  for (const locale of locales) {
    const subjects = new Set<string>()
    for (const kind of mailed)
      for (const known of [facts, {}]) {
        const letter = noticeLetter({ ...to, locale }, { kind, facts: known, atMs: 1_795_000_000_000 })
        const text = letterText(letter)
        assert.doesNotMatch(text, /undefined|NaN/, `${locale} ${kind}`)
        assert.doesNotMatch(text, /\b(?:session|token|payload|sitzung)\b/i, `${locale} ${kind}`)
        subjects.add(letter.subject)
      }
    assert.equal(subjects.size, mailed.length)
  }
})

test('[BC7] a used backup code is told by its first group and how many are left; at three somebody is asked to make new ones', () => {
  const few = { en: /make a new set soon/, de: /Erstellen Sie bald neue/ }
  for (const locale of locales)
    for (const left of [9, 4, 3, 1, 0]) {
      const told = { left, selector: 'K7QD', appName: 'Wiki', address: '192.0.2.7' }
      const text = letterText(
        noticeLetter({ ...to, locale }, { kind: 'backup_code_used', facts: told, atMs: 1_795_000_000_000 }),
      )
      assert.match(text, /K7QD-…/)
      assert.match(text, /Wiki/)
      assert.equal(few[locale].test(text), left <= 3, `${locale}, ${left} left`)
    }
})

test('an app with codes is told by the name that it was given, a phone by the phone’s', () => {
  const said = (told: Readonly<Record<string, string>>): string =>
    letterText(noticeLetter({ ...to, locale: 'en' }, { kind: 'totp_added', facts: told, atMs: 0 }))
  assert.match(said({ name: 'Aegis' }), /Name: +Aegis/)
  assert.doesNotMatch(said({ name: 'Aegis' }), /Phone:/)
  assert.match(said({ deviceName: 'Pixel' }), /Phone: +Pixel/)
})
