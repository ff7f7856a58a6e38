// The mail settings: shown without their password, changed as a whole, tried with a message.
import type { MailSettings, MailSettingsBody, MailTested } from '@countersign/protocol/admin'
import { isEmail } from '@countersign/protocol/me'
import { letterHtml, letterText, words } from '../../core/mail/letter.js'
import { parseMailbox, parseMailServer } from '../../core/mail/server.js'
import { mailWords } from '../../core/mail/words.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { sendMail } from '../deliver-mail.js'
import type { MailSetting } from '../mail.js'
import { mailSetting } from '../mail.js'
import type { CurrentSetting } from '../settings.js'
import { readSetting, saveSetting } from '../settings.js'
import { action, record } from './action.js'

export const showMailSettings = action(
  'mail_settings.show',
  'settings:read',
  async (ports, _actor, _: undefined): Promise<Result<MailSettings>> =>
    accepted(bodyOf(await readSetting(ports, ports.storage.read, mailSetting))),
)

/**
 * Without a url, server and password stay as they are; an empty one ends mail.
 * Refuses with `value_invalid`, `changed_meanwhile`.
 */
export const putMailSettings = action(
  'mail_settings.put',
  'settings:write',
  async (
    ports,
    actor,
    { revision, url, from, replyTo = '' }: MailSettingsBody & { readonly revision: number },
  ): Promise<Result<MailSettings>> =>
    ports.storage.transaction(async (stores) => {
      const before = await readSetting(ports, stores, mailSetting)
      const value: MailSetting = { url: url ?? before.value.url, from, replyTo }
      const fault = faultOf(value)
      if (fault !== undefined) return refused({ reason: 'value_invalid', ...fault })
      const saved = await saveSetting(ports, stores, mailSetting, value, revision)
      if (!saved.ok) return saved
      const body = bodyOf({ value, revision: saved.value })
      const { host, port, security } = body
      const facts = { subject: 'mail', host, port, security, from, replyTo, passwordGiven: url !== undefined }
      await record(ports, stores, actor, { action: 'settings.changed', facts })
      return accepted(body)
    }),
)

/** Sends a message at once, and tells what came of it. Refuses with `value_invalid`, and `conflict` while mail is not set up. */
export const testMail = action(
  'mail_settings.test',
  'settings:write',
  async (ports, actor, { to }: { readonly to: string }): Promise<Result<MailTested>> => {
    if (!isEmail(to)) return refused({ reason: 'value_invalid', path: 'to', expected: 'a mail address' })
    const { value } = await readSetting(ports, ports.storage.read, mailSetting)
    if (value.url === '') return refused({ reason: 'conflict', what: 'mail', because: 'not_set_up' })
    const { subject, lead } = mailWords('en').test(ports.settings.serverName)
    const letter = { subject, paragraphs: [words(lead)] }
    const content = { to, subject, text: letterText(letter), html: letterHtml(letter, 'en') }
    const answer = await sendMail(ports, value, ports.random.id(), content)
    const ok = answer.kind === 'taken'
    await ports.storage.transaction((stores) =>
      record(ports, stores, actor, { action: 'mail.tested', facts: { ok } }),
    )
    return accepted({ ok, answer: ok ? 'the mail server took the message' : answer.error })
  },
)

function faultOf({ url, from, replyTo }: MailSetting): { path: string; expected: string } | undefined {
  if (url !== '' && parseMailServer(url) === undefined)
    return { path: 'url', expected: 'smtps://user:password@host:465 or smtp://host:587' }
  if (parseMailbox(from) === undefined) return { path: 'from', expected: 'Name <name@example.org>' }
  if (replyTo !== '' && parseMailbox(replyTo) === undefined)
    return { path: 'replyTo', expected: 'Name <name@example.org>' }
  return undefined
}

function bodyOf({ value: { url, from, replyTo }, revision }: CurrentSetting<MailSetting>): MailSettings {
  const server = parseMailServer(url)
  return {
    configured: server !== undefined,
    host: server?.host ?? '',
    port: server?.port ?? 0,
    security: server?.security ?? 'tls',
    user: server?.user ?? '',
    hasPassword: server !== undefined && server.password !== '',
    from,
    replyTo,
    revision,
  }
}
