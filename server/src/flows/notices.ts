// A person is told what happened to their account: a notice for their phones and /me, and a mail to each of their addresses.
import type { AccountId } from '@countersign/protocol'
import type { MailedKind, NoticeKind } from '@countersign/protocol/me'
import { quietKinds } from '@countersign/protocol/me'
import { noticeLetter } from '../core/mail/notice-letter.js'
import { isDisownable } from '../core/not-me.js'
import type { Ports, Stores } from '../core/ports.js'
import type { NoticeFacts } from '../core/ports-notices.js'
import { correspondence, mailIsSetUp, queueLetter } from './mail.js'
import { makeNotMeLink } from './not-me/not-me-link.js'

/**
 * Inside the transaction that does what it tells of: the person is told if and only if it happened. Says nothing of an
 * account that is not there.
 *
 * @param facts names of things (`deviceName`, `appName`, `address`, `untilMs`, `reason`, `role`), never a secret.
 * @param formerAddresses of `addresses_changed`: those the account had before, which are told too; so whoever takes an
 * account over cannot silence its owner by changing them first (NIST SP 800-63B-4 §4.6).
 * @example await notify(ports, stores, device.accountId, 'device_removed', { deviceName: device.name })
 */
export async function notify(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  kind: NoticeKind,
  facts: NoticeFacts,
  formerAddresses: readonly string[] = [],
): Promise<void> {
  const account = await stores.accounts.byId(accountId)
  if (account === undefined || account.state === 'deleted') return
  const atMs = ports.clock.nowMs()
  const notice = { id: ports.random.id<string>(), accountId, kind, facts, atMs }
  await stores.notices.add(notice)
  if (isQuiet(kind)) return
  const addresses = [...new Set([...account.emails, ...formerAddresses])]
  if (addresses.length === 0 || !(await mailIsSetUp(ports, stores))) return
  const notMeUrl = isDisownable(notice, atMs) ? await makeNotMeLink(ports, stores, notice) : undefined
  const letter = noticeLetter(await correspondence(ports, stores, account), { kind, facts, atMs, notMeUrl })
  await queueLetter(ports, stores, account, addresses, `notice.${kind}`, letter)
}

function isQuiet(kind: NoticeKind): kind is Exclude<NoticeKind, MailedKind> {
  return quietKinds.some((quiet) => quiet === kind)
}
