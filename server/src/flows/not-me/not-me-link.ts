// The link "this wasn't me" of a notice's mail: made with the notice, looked at by whoever opens it, and good for a week.
import type { AccountId, NotMeFound } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { ACCESS_SECRET_BYTES } from '../../core/access.js'
import { notMeUntil } from '../../core/not-me.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { NoticeRecord } from '../../core/ports-notices.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import type { Stopped } from './stop-account.js'
import { disownedNotice, isAllDone, stopAccount } from './stop-account.js'

/** For the notice's mail alone. The secret stands in the fragment, which no browser sends to a server. */
export async function makeNotMeLink(
  ports: Pick<Ports, 'random' | 'settings' | 'vault'>,
  stores: Stores,
  { accountId, id: noticeId, atMs }: NoticeRecord,
): Promise<string> {
  const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
  const secretHash = ports.vault.keyedHash('not-me', secret)
  await stores.notMeLinks.add({ secretHash, accountId, noticeId, expiresAtMs: notMeUntil(atMs) })
  return `${ports.settings.publicUrl}/not-me/#${toBase64Url(secret)}`
}

/** Changes nothing: mail programs open links by themselves. Refuses with `link_invalid`. */
export async function lookUpNotMe(ports: Ports, secret: Uint8Array): Promise<Result<NotMeFound>> {
  const link = await linkOf(ports, secret)
  if (link === undefined) return refused({ reason: 'link_invalid', because: 'unknown' })
  const found = await disownedNotice(ports, ports.storage.read, link)
  return found.ok ? accepted(await shown(ports, found.value)) : found
}

/** Refuses as `stopAccount` does. */
export async function stopByLink(ports: Ports, secret: Uint8Array): Promise<Result<NotMeFound>> {
  const link = await linkOf(ports, secret)
  if (link === undefined) return refused({ reason: 'link_invalid', because: 'unknown' })
  const stopped = await stopAccount(ports, { ...link, by: 'not-me-link' })
  return stopped.ok ? accepted(await shown(ports, stopped.value)) : stopped
}

async function linkOf(
  ports: Ports,
  secret: Uint8Array,
): Promise<{ readonly accountId: AccountId; readonly noticeId: string } | undefined> {
  const link = await ports.storage.read.notMeLinks.bySecret(ports.vault.keyedHash('not-me', secret))
  return link !== undefined && ports.clock.nowMs() < link.expiresAtMs ? link : undefined
}

/** `stopped` ends the page: it must not, while this notice reaches further back than the word that stopped the account. */
async function shown(ports: Ports, about: Stopped): Promise<NotMeFound> {
  const { account, kind, facts, atMs } = about
  const stopped = await isAllDone(ports, about)
  const { serverName } = ports.settings
  return { serverName, userId: account.userId, kind, facts: { ...facts }, atMs, stopped }
}
