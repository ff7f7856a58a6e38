// `countersign mail …`: through which server mail leaves, and whether it does.
import { putMailSettings, showMailSettings, testMail } from '../../flows/admin/mail-settings.js'
import { operator } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const mailSet = defineCommand({
  name: 'mail set',
  sentence: 'say through which server mail leaves, and from whom',
  details:
    'smtps:// has TLS from the start, smtp:// has STARTTLS or nothing is sent; plain only to this very machine.\n' +
    'A password on the command line is seen by whoever lists processes: with --password it is read as a line from the standard input.',
  arguments: [{ name: 'URL', sentence: 'smtps://user@mail.example.org:465; empty to end mail' }],
  options: {
    from: { type: 'string', value: 'ADDRESS', sentence: 'the sender: "ACME <id@example.org>"' },
    'reply-to': { type: 'string', value: 'ADDRESS', sentence: 'where answers go; default the sender' },
    password: { type: 'boolean', sentence: 'read the password from the standard input' },
  },
  examples: [
    'countersign mail set smtps://countersign@mail.example.org --password --from "ACME <id@example.org>"',
  ],
  run: ({ arguments: { URL: url }, options }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { io, report } = surroundings
      const shown = await showMailSettings(ports, operator, undefined)
      if (!shown.ok) return report.failed(faultOf(shown.refusal, 'mail'))
      if (options.password) report.note('Type the password of the mail server:')
      const password = options.password ? ((await io.readLine()) ?? '') : undefined
      const { revision, from: formerFrom, replyTo: formerReplyTo } = shown.value
      const saved = await putMailSettings(ports, operator, {
        url: password === undefined ? url : withPassword(url, password),
        from: options.from ?? formerFrom,
        replyTo: options['reply-to'] ?? formerReplyTo,
        revision,
      })
      if (!saved.ok) return report.failed(faultOf(saved.refusal, 'mail'))
      report.note('next: countersign mail test ADDRESS')
      return report.done({ mail: saved.value }, saved.value.configured ? 'mail is set up' : 'no more mail')
    }),
})

export const mailShow = defineCommand({
  name: 'mail show',
  sentence: 'show the mail settings, without the password',
  arguments: [],
  options: {},
  examples: ['countersign mail show'],
  run: (_, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const shown = await showMailSettings(ports, operator, undefined)
      if (!shown.ok) return report.failed(faultOf(shown.refusal, 'mail'))
      const { configured, host, port, security, user, from } = shown.value
      const text = `${host}:${port} (${security})${user === '' ? '' : ` as ${user}`}, from ${from}`
      return report.done({ mail: shown.value }, configured ? text : 'mail is not set up')
    }),
})

export const mailTest = defineCommand({
  name: 'mail test',
  sentence: 'send a test message at once, and say what came of it',
  arguments: [{ name: 'ADDRESS', sentence: 'to whom' }],
  options: {},
  examples: ['countersign mail test me@example.org'],
  run: ({ arguments: { ADDRESS } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const tested = await testMail(ports, operator, { to: ADDRESS })
      if (!tested.ok) return report.failed(faultOf(tested.refusal, ADDRESS))
      const { ok, answer } = tested.value
      if (ok) return report.done({ ok, answer }, answer)
      return report.failed({
        exit: 'unavailable',
        code: 'mail_failed',
        sentence: answer,
        next: 'countersign mail show',
      })
    }),
})

function withPassword(text: string, password: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  url.password = encodeURIComponent(password)
  return url.href
}
