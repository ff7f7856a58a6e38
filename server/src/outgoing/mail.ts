// Hands a message to a mail server (nodemailer): encrypted or not at all, to one recipient, with nothing in it that fetches anything.
import { isEmail } from '@countersign/protocol/me'
import type { SendMailOptions } from 'nodemailer'
import type { MailAnswer, MailCourier, MailMessage } from '../core/ports-mail.js'

export interface MailCourierSettings {
  /** PEM of a certification authority of one's own, beside the usual ones. */
  readonly ca?: string
  /** For one attempt as a whole. */
  readonly timeoutMs?: number
}

/** Below the minute for which an outgoing message is held by one process. */
const TIMEOUT_MS = 40_000
const CONNECT_MS = 10_000
/** Of silence: mail servers may think before they answer (RFC 5321 §4.5.3.2 allows minutes; nobody waits so long here). */
const SILENCE_MS = 20_000

export function createMailCourier({ ca, timeoutMs = TIMEOUT_MS }: MailCourierSettings = {}): MailCourier {
  return {
    async send(server, message) {
      // Checked where it is written, and once more where it would do harm: a line break is a second recipient.
      if (!isEmail(message.to)) return { kind: 'failed', error: 'the address is none', final: true }
      // Loaded when the first message goes out: few servers send any, and none needs to for its start.
      const { createTransport } = (await import('nodemailer')).default
      const transport = createTransport({
        host: server.host,
        port: server.port,
        secure: server.security === 'tls',
        requireTLS: server.security === 'starttls',
        ignoreTLS: server.security === 'none',
        tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
        ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
        connectionTimeout: CONNECT_MS,
        greetingTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const sent = transport.sendMail(mailOptions(message)).then(
        (): MailAnswer => ({ kind: 'taken' }),
        (error: unknown) => failureOf(error),
      )
      const answer = await Promise.race([sent, tooLong(timeoutMs)])
      transport.close()
      return answer
    },
  }
}

function mailOptions({ id, from, replyTo, to, subject, text, html }: MailMessage): SendMailOptions {
  return {
    envelope: { from: from.address, to: [to] },
    from: { ...from },
    to: { name: '', address: to },
    ...(replyTo === undefined ? {} : { replyTo: { ...replyTo } }),
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    subject: subject.replace(/[\p{Cc}\p{Cf}]+/gu, ' '),
    text,
    html,
    // RFC 3834 §5: so that no absence note answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
  }
}

function tooLong(ms: number): Promise<MailAnswer> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ kind: 'failed', error: `not done within ${ms} ms`, final: false }), ms).unref()
  })
}

/** Which step failed, and the server's code; its text is its own, and could hold anything. */
function failureOf(error: unknown): MailAnswer {
  const code = textIn(error, 'code')
  const status = /^[45]\d\d$/.exec(String(fieldIn(error, 'responseCode')))?.[0]
  const answered = status === undefined ? '' : ` (it answered ${status})`
  // RFC 5321 §4.2.1: 5yz is for good. A refused password is not: the settings may be put right.
  const final = code !== 'EAUTH' && status?.startsWith('5') === true
  return { kind: 'failed', error: `${STEPS[code] ?? 'the mail server took it not'}${answered}`, final }
}

const STEPS: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused user name or password',
  EENVELOPE: 'the mail server refused the sender or the recipient',
  EMESSAGE: 'the mail server refused the message',
  ETLS: 'the mail server offers no encryption that can be trusted',
  EDNS: 'the name of the mail server has no address',
  ECONNECTION: 'no connection to the mail server',
  ESOCKET: 'the connection to the mail server broke, or its certificate is not trusted',
  ETIMEDOUT: 'the mail server did not answer in time',
}

function textIn(error: unknown, name: string): string {
  const value = fieldIn(error, name)
  return typeof value === 'string' ? value : ''
}

function fieldIn(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined
  // Sound: any object may be read by name, and what is there is looked at before it is used.
  return (error as Readonly<Record<string, unknown>>)[name]
}
