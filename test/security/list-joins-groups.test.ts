// Policies go by groups: whoever may only import lists puts an account into the group that logs in without a phone, though they may
// not write groups. A list with groups is therefore started only by somebody who may.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import { addGroup } from '@countersign/server/flows/admin/groups'
import { startImport } from '@countersign/server/flows/admin/imports'
import { OPERATOR, readList, runImports } from '../support/onboarding.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

const importer: Actor = {
  kind: 'token',
  tokenId: 't',
  name: 'import',
  permissions: ['onboarding:read', 'onboarding:write'],
}

test('a list that names groups is not started without the right to write groups', async () => {
  const { ports } = await makeWorld()
  const group = must(await addGroup(ports, OPERATOR, { name: 'No phone needed' }))
  for (const header of ['user_id,groups', 'user_id, Groups ']) {
    const { id } = await readList(ports, [header, 'eve,No phone needed'])
    for (const options of [{}, { createGroups: true }])
      assert.equal(reasonOf(await startImport(ports, importer, { id, options })), 'not_permitted')
  }
  await runImports(ports)
  assert.equal(await ports.storage.read.groups.size(group.id), 0)
})

test('a list without groups is', async () => {
  const { ports } = await makeWorld()
  const { id } = await readList(ports, ['user_id', 'eve'])
  must(await startImport(ports, importer, { id, options: {} }))
  await runImports(ports)
  assert.ok(await ports.storage.read.accounts.byLoginName('eve'))
})
