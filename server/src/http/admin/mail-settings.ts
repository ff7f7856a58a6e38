// The resource /admin/v1/settings/mail: through which server mail leaves.
import type { MailSettings } from '@countersign/protocol/admin'
import { mailSettings, mailSettingsBody, mailTestBody, mailTested } from '@countersign/protocol/admin'
import { putMailSettings, showMailSettings, testMail } from '../../flows/admin/mail-settings.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'

const example: MailSettings = {
  configured: true,
  host: 'mail.example.org',
  port: 465,
  security: 'tls',
  user: 'countersign',
  hasPassword: true,
  from: 'Countersign <id@example.org>',
  replyTo: '',
  revision: 1,
}
const SETTINGS = { name: 'MailSettings', schema: mailSettings } as const
const group = 'Settings'

export const mailSettingsOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/settings/mail',
      group,
      summary: 'Show the mail settings',
      description: 'Never the password.',
      answer: { status: 200, description: 'The settings; empty while mail is not set up.', shape: SETTINGS },
      codes: [],
      example: { answer: example },
    },
    undefined,
    ({ ports, actor }) => showMailSettings(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/settings/mail',
      group,
      summary: 'Change the mail settings',
      description:
        'Mail goes out encrypted or not at all: smtps with TLS from the start, smtp with STARTTLS; plain only to this very machine. Without `url`, server and password stay as they are.',
      ifMatch: true,
      answer: { status: 200, description: 'The settings as they are now.', shape: SETTINGS },
      codes: ['body_invalid', 'changed_meanwhile'],
      example: {
        body: { url: 'smtps://countersign:secret@mail.example.org', from: 'Countersign <id@example.org>' },
        answer: example,
      },
    },
    { name: 'MailSettingsBody', schema: mailSettingsBody },
    ({ ports, actor, body, revision = 0 }) => putMailSettings(ports, actor, { ...body, revision }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/settings/mail/test',
      group,
      summary: 'Send a test message',
      description: 'At once, past the queue, and says what came of it.',
      answer: {
        status: 200,
        description: 'What came of it.',
        shape: { name: 'MailTested', schema: mailTested },
      },
      codes: ['body_invalid', 'conflict'],
      example: {
        body: { to: 'alice@example.org' },
        answer: { ok: true, answer: 'the mail server took the message' },
      },
    },
    { name: 'MailTestBody', schema: mailTestBody },
    ({ ports, actor, body }) => testMail(ports, actor, body),
  ),
]
