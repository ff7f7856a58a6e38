// What a person was told about their account, for the page for oneself.
import type { Notice } from '@countersign/protocol/me'
import type { NoticePlace } from '../../core/ports-notices.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { personAction } from './person-action.js'

/** Newest first, older than `before`. */
export const myNotices = personAction(
  'me.notice.list',
  undefined,
  async (
    ports,
    { accountId },
    { limit, before }: { readonly limit: number; readonly before: NoticePlace | undefined },
  ): Promise<Result<readonly Notice[]>> => {
    const found = await ports.storage.read.notices.ofAccount(accountId, limit, before)
    return accepted(found.map(({ id, kind, atMs, facts }) => ({ id, kind, atMs, facts: { ...facts } })))
  },
  { afterRecovery: true },
)
