// What flows need to send mail: one attempt to hand one message to a mail server.
import type { Mailbox, MailServer } from './mail/server.js'

export interface MailMessage {
  /** The same for every attempt, so that a mail program shows a repeated one once. */
  readonly id: string
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type MailAnswer =
  | { readonly kind: 'taken' }
  /** `error` is shown to admins: our own words and the server's code, never its text. `final`: no further attempt can succeed. */
  | { readonly kind: 'failed'; readonly error: string; readonly final: boolean }

export interface MailCourier {
  /** Never throws, and ends within a minute. */
  send(server: MailServer, message: MailMessage): Promise<MailAnswer>
}
