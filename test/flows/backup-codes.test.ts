// Sets of backup codes: made, shown once, used each once, replaced, waiting until something happens, removed.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { BACKUP_CODES, readCode } from '@countersign/protocol'
import { Busy } from '@countersign/server/core/busy'
import type { Actor } from '@countersign/server/core/permissions'
import type { Ports } from '@countersign/server/core/ports'
import type { CodeHash } from '@countersign/server/core/ports-codes'
import type { Result } from '@countersign/server/core/refusal'
import { accepted, refused } from '@countersign/server/core/refusal'
import { purgeAccess } from '@countersign/server/flows/access/purge'
import { showAccountCodes } from '@countersign/server/flows/admin/account-codes'
import { resumeAccount, suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import {
  makeBackupCodesByAdmin,
  removeBackupCodesByAdmin,
} from '@countersign/server/flows/admin/backup-codes'
import {
  countBackupCodes,
  makeBackupCodes,
  makeWaitingBackupCodes,
} from '@countersign/server/flows/codes/backup-codes'
import type { CodeWorld } from '../support/code-world.js'
import { BACKUP, codeWorld, why } from '../support/code-world.js'
import { operator } from '../support/policy-world.js'
import { must, pairedDevice, reasonOf } from '../support/test-world.js'

let codes: CodeWorld
let ports: Ports
let accountId: AccountId
beforeEach(async () => {
  codes = await codeWorld()
  ports = codes.world.ports
  accountId = codes.accountId
})

const make = (by: Ports = ports) => makeBackupCodesByAdmin(by, operator, { accountId })
const alice = (): Actor => ({ kind: 'person', accountId, userId: 'alice' })
const waitingSet = (by = ports, alongside = async (): Promise<Result<undefined>> => accepted(undefined)) =>
  makeWaitingBackupCodes(by, accountId, alice(), alongside)
const kept = () => ports.storage.read.backupCodes.ofAccount(accountId)
const states = async () => (await kept()).map(({ state }) => state)

test('[BC1] [BC4] ten codes are told once, in groups; what is kept is their names and slow hashes', async () => {
  const made = must(await make())
  assert.equal(made.codes.length, BACKUP_CODES)
  for (const code of made.codes) {
    assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/)
    assert.equal(readCode(code)?.way, 'backup')
  }
  assert.equal(made.madeAtMs, ports.clock.nowMs())
  const rows = await kept()
  assert.deepEqual(
    rows.map(({ selector }) => selector),
    made.codes.map((code) => code.slice(0, 4)).sort(),
  )
  for (const { hash } of rows) assert.match(hash, /^scrypt\$256\$8\$1\$/)
  const told = JSON.stringify([rows, await codes.notices(), await codes.audited('backup_codes.made')])
  for (const code of made.codes)
    for (const part of [code.slice(5), code.slice(5).replaceAll('-', ''), code.slice(5, 9)])
      assert.equal(told.includes(part), false)
})

test('[BC5] each code of the set lets its person in once, typed anyhow', async () => {
  const made = must(await make())
  const spellings = [
    (code: string) => code,
    (code: string) => code.toLowerCase().replaceAll('-', ' '),
    (code: string) => code.replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l'),
  ]
  for (const [i, code] of made.codes.entries()) {
    const typed = spellings[i % spellings.length]?.(code) ?? code
    assert.equal(why(await codes.typed(typed)), 'ok', typed)
    assert.equal(why(await codes.typed(code)), 'wrong')
    codes.world.clock.advance(3_600_000)
  }
  assert.deepEqual(await states(), Array(BACKUP_CODES).fill('used'))
})

test('[BC4] a new set ends the one before, used or not, at once', async () => {
  const first = must(await make())
  const second = must(await make())
  assert.equal((await kept()).length, BACKUP_CODES)
  for (const old of [BACKUP, first.codes[0], first.codes[9]])
    assert.equal(why(await codes.typed(old ?? '')), 'wrong')
  assert.equal(why(await codes.typed(second.codes[0] ?? '')), 'ok')
})

test('[BC4] of sets that are made at once one is left, whole, and the codes of no other count', async () => {
  const sets = (await Promise.all(Array.from({ length: 5 }, () => make()))).map(must)
  const rows = await kept()
  assert.equal(rows.length, BACKUP_CODES)
  assert.equal(new Set(rows.map(({ setId }) => setId)).size, 1)
  let open = 0
  for (const {
    codes: [code = ''],
  } of sets) {
    if (why(await codes.typed(code)) === 'ok') open += 1
    codes.world.clock.advance(3_600_000)
  }
  assert.equal(open, 1)
})

test('[BC6] a set is hashed outside any transaction, one code after the other', async () => {
  let transactions = 0
  let hashes = 0
  let atOnce = 0
  const watched: Ports = {
    ...ports,
    storage: {
      ...ports.storage,
      read: ports.storage.read,
      transaction: (work) =>
        ports.storage.transaction(async (stores) => {
          transactions += 1
          try {
            return await work(stores)
          } finally {
            transactions -= 1
          }
        }),
    },
    codeHash: hashing(async (code) => {
      assert.equal(transactions, 0)
      hashes += 1
      atOnce = Math.max(atOnce, hashes)
      const hash = await ports.codeHash.make(code)
      hashes -= 1
      return hash
    }),
  }
  must(await make(watched))
  assert.equal(atOnce, 1)
})

test('[BC6] when too many codes wait to be hashed nothing is made, and what counted counts', async () => {
  let left = 3
  const busy = hashing(async (code) => {
    if (left-- === 0) throw new Busy('too many', 10)
    return ports.codeHash.make(code)
  })
  const refused = await make({ ...ports, codeHash: busy })
  assert.deepEqual(refused, { ok: false, refusal: { reason: 'busy', retryAfterSeconds: 10 } })
  assert.equal((await codes.notices()).length, 0)
  assert.equal(why(await codes.typed(BACKUP)), 'ok')
})

test('[BC8] nobody gets codes while their account is suspended, also when that happens while they are hashed', async () => {
  const hashed: string[] = []
  const suspending = hashing(async (code) => {
    hashed.push(code)
    if (hashed.length === 5) must(await suspendAccount(ports, operator, { id: accountId }))
    return ports.codeHash.make(code)
  })
  assert.equal(reasonOf(await make({ ...ports, codeHash: suspending })), 'account_suspended')
  assert.equal(hashed.length, BACKUP_CODES)
  // Now it is known before anything is computed.
  assert.equal(reasonOf(await make({ ...ports, codeHash: suspending })), 'account_suspended')
  assert.equal(hashed.length, BACKUP_CODES)
  must(await resumeAccount(ports, operator, { id: accountId }))
  assert.equal(why(await codes.typed(BACKUP)), 'ok')
})

test('[BC8] a help desk makes and removes no codes of somebody who may do more', async () => {
  const owner = await pairedDevice(codes.world, 'olga')
  must(await putAdmin(ports, operator, { accountId: owner.accountId, role: 'owner' }))
  const helpDesk: Actor = {
    ...{ kind: 'admin', accountId, userId: 'alice', role: 'help_desk' },
    freshUntilMs: Number.MAX_SAFE_INTEGER,
  }
  const about = { accountId: owner.accountId }
  assert.equal(reasonOf(await makeBackupCodesByAdmin(ports, helpDesk, about)), 'not_permitted')
  assert.equal(reasonOf(await removeBackupCodesByAdmin(ports, helpDesk, about)), 'not_permitted')
  const stale: Actor = { ...helpDesk, freshUntilMs: ports.clock.nowMs() }
  const bob = { accountId: (await pairedDevice(codes.world, 'bob')).accountId }
  assert.equal(reasonOf(await makeBackupCodesByAdmin(ports, stale, bob)), 'approval_needed')
  assert.equal(reasonOf(await removeBackupCodesByAdmin(ports, stale, bob)), 'approval_needed')
  must(await makeBackupCodesByAdmin(ports, helpDesk, bob))
})

test('[CD8] what was tried against the old set does not hold the new one back', async () => {
  for (let i = 0; i < 5; i++) await codes.typed('ZZZZ29XMPT4C8WZNAB3R')
  assert.equal(why(await codes.typed(BACKUP)), 'too_many_tries')
  const made = must(await make())
  assert.equal(why(await codes.typed(made.codes[0] ?? '')), 'ok')
})

test('[BC3] [BC7] who made a set is in the audit; its person is told that it was made, and of each use how many are left', async () => {
  const made = must(await make())
  const [entry] = await codes.audited('backup_codes.made')
  assert.equal(entry?.actor, 'operator')
  assert.equal(entry.facts['codes'], BACKUP_CODES)
  assert.deepEqual((await codes.notices())[0], { kind: 'backup_codes_made', facts: {} })
  const [code = ''] = made.codes
  must(await codes.typed(code))
  assert.deepEqual((await codes.notices())[0], {
    kind: 'backup_code_used',
    facts: { left: 9, selector: code.slice(0, 4), appName: 'Wiki', address: '192.0.2.1' },
  })
  const { backupCodes } = must(await showAccountCodes(ports, operator, { accountId }))
  assert.deepEqual([backupCodes.left, backupCodes.madeAtMs], [9, made.madeAtMs])
  assert.deepEqual(
    backupCodes.codes.filter(({ usedAtMs }) => usedAtMs !== null).map(({ selector }) => selector),
    [code.slice(0, 4)],
  )
})

test('codes that are removed count no more, and the person is told once; none is no fault', async () => {
  const remove = () => removeBackupCodesByAdmin(ports, operator, { accountId })
  must(await remove())
  must(await remove())
  assert.deepEqual(await kept(), [])
  assert.equal(why(await codes.typed(BACKUP)), 'wrong')
  const told = (await codes.notices()).filter(({ kind }) => kind === 'backup_codes_removed')
  assert.equal(told.length, 1)
  assert.deepEqual(
    (await codes.audited('backup_codes.removed')).map(({ facts }) => facts),
    [{ left: 2 }],
  )
})

test('[BC9] a set that waits counts nowhere and takes nothing away; then it counts, once, and all others are gone', async () => {
  const waiting = must(await waitingSet())
  const [code = ''] = waiting.codes
  assert.equal(why(await codes.typed(code)), 'wrong')
  assert.equal(why(await codes.typed(BACKUP)), 'ok')
  assert.equal(must(await showAccountCodes(ports, operator, { accountId })).backupCodes.codes.length, 2)
  assert.equal((await codes.notices()).filter(({ kind }) => kind === 'backup_codes_made').length, 0)

  const count = (setId: string) =>
    ports.storage.transaction((stores) => countBackupCodes(ports, stores, accountId, setId, alice()))
  assert.equal(await count('another'), false)
  assert.equal(await count(waiting.setId), true)
  assert.equal(await count(waiting.setId), false)
  assert.equal((await kept()).length, BACKUP_CODES)
  assert.equal(why(await codes.typed(code)), 'ok')
  assert.equal((await codes.notices()).filter(({ kind }) => kind === 'backup_codes_made').length, 1)
})

test('[BC9] of two waiting sets the later one is left; it is forgotten after an hour, and never by a new set in use', async () => {
  const first = must(await waitingSet())
  const second = must(await waitingSet())
  const waiting = async () => (await kept()).filter(({ state }) => state === 'waiting')
  assert.deepEqual(new Set((await waiting()).map(({ setId }) => setId)), new Set([second.setId]))
  assert.notEqual(first.setId, second.setId)
  codes.world.clock.advance(3_600_000)
  await purgeAccess(ports)
  assert.equal((await waiting()).length, BACKUP_CODES)
  codes.world.clock.advance(1)
  await purgeAccess(ports)
  assert.deepEqual(
    (await kept()).map(({ selector }) => selector),
    ['ABCD', 'K7QD'],
  )
})

test('[BC9] what a waiting set waits for is over already: nothing is kept, and the set before it waits on', async () => {
  const first = must(await waitingSet())
  const late = await waitingSet(ports, async () => refused({ reason: 'link_invalid', because: 'expired' }))
  assert.equal(reasonOf(late), 'link_invalid')
  const waiting = (await kept()).filter(({ state }) => state === 'waiting')
  assert.deepEqual(new Set(waiting.map(({ setId }) => setId)), new Set([first.setId]))
})

test('[BC9] a set in use that is made meanwhile ends the waiting one: what began before it does not come after it', async () => {
  const waiting = must(await waitingSet())
  const made = must(await make())
  const counted = await ports.storage.transaction((stores) =>
    countBackupCodes(ports, stores, accountId, waiting.setId, alice()),
  )
  assert.equal(counted, false)
  assert.equal(why(await codes.typed(made.codes[0] ?? '')), 'ok')
})

test('[BC2] a name that somebody took while the codes were hashed is not used twice: they are drawn again', async () => {
  let drawn = 0
  let taken = ''
  const racing = hashing(async (code) => {
    drawn += 1
    if (drawn === BACKUP_CODES) {
      taken = code.slice(0, 4)
      await ports.storage.transaction(({ backupCodes }) =>
        backupCodes.add([
          {
            ...{ accountId, setId: 'other', selector: taken, hash: '', state: 'used' },
            ...{ madeAtMs: 0, usedAtMs: 0 },
          },
        ]),
      )
    }
    return ports.codeHash.make(code)
  })
  const waiting = must(await waitingSet({ ...ports, codeHash: racing }))
  assert.equal(drawn, 2 * BACKUP_CODES)
  assert.ok(waiting.codes.every((code) => !code.startsWith(taken)))
})

test('of nobody there are no codes', async () => {
  const gone = ports.random.id<AccountId>()
  assert.equal(reasonOf(await makeBackupCodes(ports, gone, operator)), 'not_found')
  assert.equal(reasonOf(await showAccountCodes(ports, operator, { accountId: gone })), 'not_found')
})

/** A hash whose making a test looks at. */
function hashing(makeHash: CodeHash['make']): CodeHash {
  return { ...ports.codeHash, make: makeHash }
}
