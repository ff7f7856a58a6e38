// One attempt to send a mail that waits: through the server, and from the sender, that are set now.
import type { MailServer } from '../core/mail/server.js'
import { parseMailbox, parseMailServer } from '../core/mail/server.js'
import type { Ports } from '../core/ports.js'
import type { MailAnswer, MailMessage } from '../core/ports-mail.js'
import type { Carrier } from './deliver-outgoing.js'
import type { MailContent, MailSetting } from './mail.js'
import { mailSetting } from './mail.js'
import { readSetting } from './settings.js'

export const deliverMail: Carrier = async (ports, { id }, content) => {
  const { value } = await readSetting(ports, ports.storage.read, mailSetting)
  // Sound: only queueLetter adds mail, and unsealing proves that it did.
  const mail = JSON.parse(new TextDecoder().decode(content)) as MailContent
  const answer = await sendMail(ports, value, id, mail)
  return answer.kind === 'taken' ? { kind: 'delivered' } : answer
}

/** @param id the same for every attempt. */
export async function sendMail(
  { mail: courier }: Ports,
  setting: MailSetting,
  id: string,
  content: MailContent,
): Promise<MailAnswer> {
  const way = wayOf(setting)
  if (way === undefined) return { kind: 'failed', error: 'no mail server is set', final: false }
  return courier.send(way.server, { id, ...content, from: way.from, replyTo: way.replyTo })
}

interface Way {
  readonly server: MailServer
  readonly from: MailMessage['from']
  readonly replyTo: MailMessage['replyTo']
}

function wayOf({ url, from, replyTo }: MailSetting): Way | undefined {
  const server = parseMailServer(url)
  const sender = parseMailbox(from)
  return server && sender && { server, from: sender, replyTo: parseMailbox(replyTo) }
}
