// One name, two accounts: somebody gets a login name that reads like another's, in another case, with its accents apart, as an alias, in
// a list or from an identity provider. Whichever way names come in, one name leads to one account, and to the one that had it first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import type { Result } from '@countersign/server/core/refusal'
import { addAccountByAdmin, editAccount } from '@countersign/server/flows/admin/accounts'
import { addScimUser, replaceScimUser } from '@countersign/server/flows/admin/scim-users'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import { makeWorld, must } from '../support/test-world.js'

const provider: Actor = { kind: 'token', tokenId: 't', name: 'provider', permissions: ['scim:write'] }
/** The victim is `zoé`, who also logs in as `straße`. */
const spellings = ['ZOÉ', 'zoe\u0301', ' Zoé ', 'ZOE\u0301', 'straße', 'STRAßE', 'Straße ']

test('no spelling of a name that somebody has becomes the name of another', async () => {
  const { ports } = await makeWorld()
  const victim = must(await addAccountByAdmin(ports, OPERATOR, { userId: 'zoé', aliases: ['straße'] }))
  const thief = must(await addAccountByAdmin(ports, OPERATOR, { userId: 'thief' }))
  for (const name of spellings) {
    const { revision } = (await ports.storage.read.accounts.byId(thief.id)) ?? assert.fail('no thief')
    const user = { displayName: '', active: true, emails: [], externalId: undefined, locale: 'en' } as const
    const change = { id: thief.id, revision }
    const tries: readonly Result<unknown>[] = [
      await addAccountByAdmin(ports, OPERATOR, { userId: name }),
      await addAccountByAdmin(ports, OPERATOR, { userId: 'new', aliases: [name] }),
      await editAccount(ports, OPERATOR, { ...change, edit: { userId: name } }),
      await editAccount(ports, OPERATOR, { ...change, edit: { aliases: [name] } }),
      await addScimUser(ports, provider, { user: { ...user, userName: name } }),
      await replaceScimUser(ports, provider, { ...change, user: { ...user, userName: name } }),
    ]
    assert.deepEqual(
      tries.map(({ ok }) => ok),
      tries.map(() => false),
      name,
    )
    await takeOver(ports, ['user_id,aliases', `thief,${name}`, `${name}-x,${name}`], { skipFaulty: true })
    for (const own of ['zoé', 'straße'])
      assert.equal((await ports.storage.read.accounts.byLoginName(own))?.id, victim.id)
  }
})
