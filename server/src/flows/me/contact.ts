// Where and in which language a person is written to.
import type { ChangeMyContactBody, MyContact } from '@countersign/protocol/me'
import { EMAILS_PER_ACCOUNT_MAX, isEmail } from '@countersign/protocol/me'
import type { Account } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { record } from '../admin/action.js'
import { notify } from '../notices.js'
import { personAction } from './person-action.js'

export const myContact = personAction(
  'me.contact.show',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyContact>> => {
    const account = await ports.storage.read.accounts.byId(accountId)
    return account === undefined ? refused({ reason: 'account_unknown' }) : accepted(contactOf(account))
  },
)

/**
 * Saves both. When the addresses change, the former ones are told as well: so whoever got into an account cannot silence its
 * owner first. Refuses with `changed_meanwhile`, `value_invalid`.
 */
export const changeMyContact = personAction(
  'me.contact.change',
  'addresses',
  async (
    ports,
    session,
    { contact, revision }: { readonly contact: ChangeMyContactBody; readonly revision: number },
  ): Promise<Result<MyContact>> => {
    const emails = [...new Set(contact.emails.map((address) => address.trim()))]
    if (emails.length > EMAILS_PER_ACCOUNT_MAX || !emails.every(isEmail))
      return refused({ reason: 'value_invalid', path: 'emails', expected: 'addresses like name@example.org' })
    const nowMs = ports.clock.nowMs()
    const { accountId } = session
    return ports.storage.transaction(async (stores) => {
      const entry = await stores.directory.entry(accountId)
      if (entry === undefined || entry.account.state !== 'active')
        return refused({ reason: 'account_unknown' })
      const { account: before, aliases } = entry
      const after: Account = { ...before, emails, locale: contact.locale, changedAtMs: nowMs }
      if (before.revision !== revision || !(await stores.directory.save(after, aliases)))
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const moved = JSON.stringify(before.emails) !== JSON.stringify(emails)
      if (moved) await notify(ports, stores, accountId, 'addresses_changed', {}, before.emails)
      await record(ports, stores, actorOf(session), {
        action: 'account.changed',
        accountId,
        facts: {
          fields: [...(moved ? ['emails'] : []), ...(before.locale === contact.locale ? [] : ['locale'])],
        },
      })
      return accepted(contactOf({ ...after, revision: before.revision + 1 }))
    })
  },
  { fresh: true },
)

function contactOf({ emails, locale, revision }: Account): MyContact {
  return { emails: [...emails], locale, revision }
}
