// Mail leaves with the transaction that has something to say: a letter to each address waits, sealed, in the outgoing queue.
import type { AccountId } from '@countersign/protocol'
import type { Letter } from '../core/mail/letter.js'
import { letterHtml, letterText } from '../core/mail/letter.js'
import type { Correspondence } from '../core/mail/notice-letter.js'
import type { Ports, Stores } from '../core/ports.js'
import { outgoingPlace } from '../core/ports-outgoing.js'
import type { Account } from '../core/records.js'
import { branding } from './public-branding.js'
import type { SettingSubject } from './settings.js'
import { readSetting } from './settings.js'

/** The server that mail leaves through. */
export interface MailSetting {
  /** `smtps://user:password@host:465`; empty: no mail is sent. */
  readonly url: string
  readonly from: string
  readonly replyTo: string
}

export const mailSetting: SettingSubject<MailSetting> = {
  name: 'mail',
  sealed: true,
  fallback: { url: '', from: '', replyTo: '' },
}

/** One mail as it waits. Sender and server are those in force when it is sent. */
export interface MailContent {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export async function mailIsSetUp(ports: Ports, stores: Stores): Promise<boolean> {
  return (await readSetting(ports, stores, mailSetting)).value.url !== ''
}

/**
 * Queues one mail an address, so that no recipient learns of another, and one that bounces holds nobody up.
 * @param subject what it is, in words without secrets, for whoever looks at the queue: `notice.device_added`.
 */
export async function queueLetter(
  ports: Ports,
  stores: Stores,
  to: Pick<Account, 'id' | 'locale'>,
  addresses: readonly string[],
  subject: string,
  letter: Letter,
): Promise<void> {
  const text = letterText(letter)
  const html = letterHtml(letter, to.locale)
  for (const address of addresses)
    await queue(ports, stores, to.id, subject, { to: address, subject: letter.subject, text, html })
}

async function queue(
  ports: Ports,
  { outgoing }: Stores,
  accountId: AccountId,
  subject: string,
  content: MailContent,
): Promise<void> {
  const id = ports.random.id()
  const nowMs = ports.clock.nowMs()
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  await outgoing.add({
    id,
    kind: 'mail',
    accountId,
    subject,
    sealedContent: ports.vault.seal(bytes, outgoingPlace(id)),
    createdAtMs: nowMs,
    dueAtMs: nowMs,
  })
}

/** What every letter to an account says of its sender and its reader. */
export async function correspondence(
  ports: Ports,
  stores: Stores,
  { locale, userId, displayName }: Pick<Account, 'locale' | 'userId' | 'displayName'>,
): Promise<Correspondence> {
  const { serverName, publicUrl } = ports.settings
  const { value } = await readSetting(ports, stores, branding)
  const { name, supportContact } = value
  return { locale, serverName: name || serverName, publicUrl, supportContact, userId, displayName }
}
