// Lists of people: what their lines would do, what they do, and that nothing happens by half or twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelImport, pauseImport, startImport } from '@countersign/server/flows/admin/imports'
import { readImport } from '@countersign/server/flows/admin/read-import'
import { runImportBite } from '@countersign/server/flows/run-imports'
import { collectingLog } from '../support/collecting-log.js'
import { Crash, crashingStorage } from '../support/crashing-storage.js'
import { newStorage } from '../support/engine.js'
import { OPERATOR, plansOf, readList, runImports, takeOver } from '../support/onboarding.js'
import { replacedStores } from '../support/replaced-stores.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must } from '../support/test-world.js'

async function person({ ports }: World, name: string) {
  const account = await ports.storage.read.accounts.byLoginName(name)
  assert.ok(account, `nobody is called ${name}`)
  const entry = await ports.storage.read.directory.entry(account.id)
  assert.ok(entry)
  return { ...account, aliases: entry.aliases, groups: entry.groups.map((group) => group.name) }
}

async function auditOf({ ports }: World): Promise<readonly string[]> {
  const page = await ports.storage.read.accounts.page('', 500)
  return page.map(({ userId }) => userId)
}

const many = (count: number): readonly string[] => [
  'user_id,display_name',
  ...Array.from({ length: count }, (_, i) => `person${i},Person ${i}`),
]

test('a list of new people becomes accounts with all that its columns say', async () => {
  const world = await makeWorld()
  const job = await takeOver(
    world.ports,
    [
      'User ID;Display Name;email;email2;aliases;groups;locale;notes',
      'Alice@Example.org;Alice Ä.;a@example.org;a2@example.org;al|alice;Staff|Board;de;"two',
      'lines"',
      'bob;;;;;;;',
    ],
    { createGroups: true },
  )
  assert.equal(job.state, 'done')
  assert.deepEqual(job.counts, { add: 2, change: 0, same: 0, fault: 0 })
  const alice = await person(world, 'alice@example.org')
  assert.equal(alice.displayName, 'Alice Ä.')
  assert.deepEqual(alice.emails, ['a@example.org', 'a2@example.org'])
  assert.deepEqual(alice.aliases, ['al', 'alice'])
  assert.deepEqual(alice.groups, ['Board', 'Staff'])
  assert.equal(alice.locale, 'de')
  assert.equal(alice.notes, 'two\nlines')
  assert.equal((await person(world, 'al')).id, alice.id)
  assert.equal((await person(world, 'bob')).locale, 'en')
})

test('reading a list writes no account, no group and no name', async () => {
  const world = await makeWorld()
  const job = await readList(world.ports, ['user_id,aliases,groups', 'alice,al,Staff'])
  assert.deepEqual(await plansOf(world.ports, job), ['add alice'])
  assert.deepEqual(job.newGroups, ['Staff'])
  assert.deepEqual(await auditOf(world), [])
  assert.equal(await world.ports.storage.read.groups.byName('Staff'), undefined)
})

test('the same list again changes nothing, and says so beforehand', async () => {
  const world = await makeWorld()
  const list = [
    'user_id,display_name,email,aliases,groups',
    'alice,Alice,a@example.org,al,Staff',
    'bob,Bob,,,',
  ]
  await takeOver(world.ports, list, { createGroups: true })
  const before = await person(world, 'alice')
  const again = await readList(world.ports, list)
  assert.deepEqual(await plansOf(world.ports, again), ['same alice', 'same bob'])
  assert.deepEqual(again.newGroups, [])
  const job = await takeOver(world.ports, list)
  assert.deepEqual(job.counts, { add: 0, change: 0, same: 2, fault: 0 })
  assert.deepEqual(await person(world, 'alice'), before)
})

test('a list changes what it names, adds aliases and groups, and leaves what is empty in it', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, [
    'user_id,display_name,email,email2,aliases,notes',
    'alice,Alice,a@example.org,b@example.org,al,kept',
  ])
  const job = await takeOver(
    world.ports,
    ['user_id,display_name,email,aliases,groups,notes', 'alice,Alice B.,c@example.org,ally,Staff,'],
    { createGroups: true },
  )
  assert.deepEqual(job.counts, { add: 0, change: 1, same: 0, fault: 0 })
  const alice = await person(world, 'alice')
  assert.equal(alice.displayName, 'Alice B.')
  assert.deepEqual(alice.emails, ['c@example.org', 'b@example.org'])
  assert.deepEqual(alice.aliases, ['al', 'ally'])
  assert.deepEqual(alice.groups, ['Staff'])
  assert.equal(alice.notes, 'kept')
})

test('accounts that exist are left alone when that is asked for', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id,display_name', 'alice,Alice'])
  const job = await takeOver(world.ports, ['user_id,display_name', 'alice,Other', 'bob,Bob'], {
    updateExisting: false,
  })
  const lines = await world.ports.storage.read.imports.lines(job.id, 0, 10)
  assert.deepEqual(
    lines.map(({ plan, state }) => `${plan} ${state}`),
    ['change skipped', 'add done'],
  )
  assert.equal((await person(world, 'alice')).displayName, 'Alice')
})

test('whoever loses an address to a list is told, at the address they had', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id,email', 'alice,old@example.org'])
  const { id } = await person(world, 'alice')
  assert.deepEqual(await world.ports.storage.read.notices.ofAccount(id, 10), [])
  await takeOver(world.ports, ['user_id,email', 'alice,new@example.org'])
  const [notice] = await world.ports.storage.read.notices.ofAccount(id, 10)
  assert.equal(notice?.kind, 'addresses_changed')
})

test('a list with faults starts only when they are to be passed over, and one with new groups only when they are to be made', async () => {
  const world = await makeWorld()
  const { id } = await readList(world.ports, ['user_id,email,groups', 'alice,bad,', 'bob,,Staff'])
  const start = (options: object) => startImport(world.ports, OPERATOR, { id, options })
  const refusal = (because: string) => ({
    ok: false,
    refusal: { reason: 'conflict', what: 'import', because },
  })
  assert.deepEqual(await start({}), refusal('faults'))
  assert.deepEqual(await start({ skipFaulty: true }), refusal('new_groups'))
  must(await start({ skipFaulty: true, createGroups: true }))
  await runImports(world.ports)
  assert.deepEqual(await auditOf(world), ['bob'])
  assert.deepEqual((await person(world, 'bob')).groups, ['Staff'])
})

test('a list whose header has a fault never starts', async () => {
  const world = await makeWorld()
  const { id } = await readList(world.ports, ['user_id,emial', 'alice,a@example.org'])
  const started = await startImport(world.ports, OPERATOR, { id, options: { skipFaulty: true } })
  assert.deepEqual(started, {
    ok: false,
    refusal: { reason: 'conflict', what: 'import', because: 'header' },
  })
})

test('a paused job stops where it is and goes on there; a cancelled one never goes on', async () => {
  const world = await makeWorld()
  const { id } = await readList(world.ports, many(350))
  must(await startImport(world.ports, OPERATOR, { id, options: {} }))
  await runImportBite(world.ports)
  const { job: paused } = must(await pauseImport(world.ports, OPERATOR, { id }))
  assert.equal(await runImportBite(world.ports), false)
  assert.equal((await auditOf(world)).length, paused.done)
  assert.ok(paused.done > 0 && paused.done < 350)
  must(await startImport(world.ports, OPERATOR, { id, options: {} }))
  await runImportBite(world.ports)
  const { job: cancelled } = must(await cancelImport(world.ports, OPERATOR, { id }))
  assert.equal(await runImportBite(world.ports), false)
  assert.equal((await auditOf(world)).length, cancelled.done)
  assert.deepEqual(await startImport(world.ports, OPERATOR, { id, options: {} }), {
    ok: false,
    refusal: { reason: 'conflict', what: 'import', because: 'cancelled' },
  })
})

test('what somebody did between the look and the start counts: each line is planned again when its turn comes', async () => {
  const world = await makeWorld()
  const job = await readList(world.ports, ['user_id,display_name,aliases', 'alice,Alice,', 'bob,Bob,bobby'])
  assert.deepEqual(await plansOf(world.ports, job), ['add alice', 'add bob'])
  await takeOver(world.ports, ['user_id,display_name,aliases', 'alice,Alice,', 'carol,Carol,bobby'])
  must(await startImport(world.ports, OPERATOR, { id: job.id, options: {} }))
  await runImports(world.ports)
  const lines = await world.ports.storage.read.imports.lines(job.id, 0, 10)
  assert.deepEqual(
    lines.map(({ plan, state, faults }) => [
      plan,
      state,
      ...faults.map(({ line, column, code }) => `${line}:${column} ${code}`),
    ]),
    [
      ['same', 'done'],
      ['fault', 'skipped', '3:3 name_taken'],
    ],
  )
  const { counts } = (await world.ports.storage.read.imports.byId(job.id)) ?? {}
  assert.deepEqual(counts, { add: 0, change: 0, same: 1, fault: 1 })
  assert.equal(await world.ports.storage.read.accounts.byLoginName('bob'), undefined)
})

for (const at of ['before_commit', 'after_commit'] as const)
  test(`a crash ${at.replace('_', ' ')} of any bite leaves no line half done, and the next process goes on`, async () => {
    const storage = crashingStorage(await newStorage())
    const world = await makeWorld({ storage })
    const { id } = await readList(world.ports, many(490))
    must(await startImport(world.ports, OPERATOR, { id, options: {} }))
    for (let crashes = 0; crashes < 2; crashes += 1) {
      storage.crashNext(at)
      await assert.rejects(runImportBite(world.ports), Crash)
      const job = await world.ports.storage.read.imports.byId(id)
      assert.equal((await auditOf(world)).length, job?.done, 'accounts and progress are one')
      await runImportBite(world.ports)
    }
    await runImports(world.ports)
    assert.equal((await world.ports.storage.read.imports.byId(id))?.state, 'done')
    assert.equal((await auditOf(world)).length, 490)
  })

test('a store that gives the same lines for ever ends the job with a fault, and the next list is taken over', async () => {
  const inner = await newStorage()
  let damaged = ''
  const storage: typeof inner = {
    ...inner,
    transaction: (work, about) =>
      inner.transaction((stores) => {
        const lines: typeof stores.imports.lines = (id, after, limit, plan) =>
          stores.imports.lines(id, id === damaged ? 0 : after, limit, plan)
        return work(replacedStores(stores, { imports: { ...stores.imports, lines } }))
      }, about),
  }
  const log = collectingLog()
  const world = await makeWorld({ storage })
  const ports = { ...world.ports, log }
  const [stuck, next] = [await readList(ports, many(150)), await readList(ports, ['user_id', 'zoe'])]
  damaged = stuck.id
  for (const { id } of [stuck, next]) must(await startImport(ports, OPERATOR, { id, options: {} }))
  for (let bites = 0; bites < 6; bites += 1) await runImportBite(ports)
  const job = await ports.storage.read.imports.byId(stuck.id)
  assert.deepEqual([job?.state, job?.done], ['cancelled', 100])
  assert.match(job?.headerFaults.at(-1)?.expected ?? '', /damaged/)
  assert.ok(log.lines.some(({ event, level }) => event === 'import_stuck' && level === 'error'))
  assert.equal((await ports.storage.read.imports.byId(next.id))?.state, 'done')
  const told = await ports.storage.read.audit.unsealed(1_000)
  const failed = told.map(({ entry }) => entry).filter(({ action }) => action === 'import.failed')
  assert.deepEqual(
    failed.map(({ actor }) => actor),
    ['operator'],
  )
})

test('a crash while a list is read leaves a job that nobody sees, and no account', async () => {
  const storage = crashingStorage(await newStorage())
  const world = await makeWorld({ storage })
  let transactions = 0
  const transaction: typeof storage.transaction = (work, about) => {
    transactions += 1
    if (transactions === 3) storage.crashNext('before_commit')
    return storage.transaction(work, about)
  }
  const ports = { ...world.ports, storage: { ...storage, transaction } }
  const bytes = new TextEncoder().encode(many(500).join('\n'))
  await assert.rejects(readImport(ports, OPERATOR, { name: 'x', upload: async () => bytes }), Crash)
  assert.deepEqual(await world.ports.storage.read.imports.page(10), [])
  assert.deepEqual(await auditOf(world), [])
})

test('every account that a list adds is in the audit, with the list it came from and who started it', async () => {
  const entries: unknown[] = []
  const inner = await newStorage()
  const world = await makeWorld({
    storage: {
      ...inner,
      transaction: (work, about) =>
        inner.transaction(
          (stores) =>
            work(
              replacedStores(stores, {
                audit: {
                  ...stores.audit,
                  append: (id, atMs, entry, mark) => {
                    entries.push([entry.action, entry.actor, entry.facts['userId'] ?? null])
                    return stores.audit.append(id, atMs, entry, mark)
                  },
                },
              }),
            ),
          about,
        ),
    },
  })
  entries.length = 0
  await takeOver(world.ports, ['user_id', 'alice'])
  assert.deepEqual(entries, [
    ['import.read', 'operator', null],
    ['import.started', 'operator', null],
    ['account.added', 'operator', 'alice'],
    ['import.completed', 'operator', null],
  ])
})
