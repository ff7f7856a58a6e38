// A directory of 100,000 people: how long an admin waits for a page of the list, over HTTP, whatever is searched and filtered.
import { randomUUID } from 'node:crypto'
import type { AccountId, DeviceId } from '@countersign/protocol'
import type { Permission } from '@countersign/protocol/admin'
import { permissions } from '@countersign/protocol/admin'
import { newAccount } from '@countersign/server/core/new-account'
import type { Ports } from '@countersign/server/core/ports'
import { addToken } from '@countersign/server/flows/admin/tokens'
import Database from 'better-sqlite3'
import { openAdmin } from '../support/admin.js'
import { ServerHome } from '../support/server-process.js'
import type { Figure } from './figures.js'
import { median, quantile } from './figures.js'

const ACCOUNTS = 100_000
const PER_TRANSACTION = 2_000
/** One in so many is suspended, or in the small group. */
const RARE = 50
const SAMPLES = 25
const BUDGET_MS = 50

/** What an admin asks, with what is found: nothing that is not there is found by luck in the first rows. */
const questions = {
  'first page by user ID': '',
  'first page by name, descending': 'sort=displayName&order=desc',
  'search that finds thousands': 'q=lovelace',
  'search that finds one': 'q=person-099999',
  'search for nobody': 'q=nobody-of-this-name',
  'two words, sorted by age': 'q=hopper%20mail.example&sort=createdAt&order=desc',
  'suspended without a phone': 'state=suspended&device=without',
  'members of a small group': 'group={small}',
  'search for nobody in a group of all': 'group={all}&q=nobody-of-this-name',
} as const

/** What an identity provider asks (RFC 7644 §3.4.2), with the number of all that fit, as every answer has it. */
const provisioning = {
  'SCIM: how many people there are': 'count=0',
  'SCIM: the first hundred': 'count=100',
  'SCIM: whoever has a user name': 'filter=userName%20eq%20%22person-099999@example.org%22',
  'SCIM: whoever has a mail address': 'filter=emails.value%20eq%20%22099999.ada.lovelace@mail.example%22',
} as const

export async function benchAccounts(): Promise<readonly Figure[]> {
  const home = await ServerHome.create()
  const { ports, close } = await openAdmin(home)
  const groups = await fill(ports)
  const token = await tokenFor(ports, 'bench', permissions)
  const provider = await tokenFor(ports, 'provider', ['scim:write'])
  await close()
  const scanMs = bareScanMs(`${home.directory}/data/countersign.db`)
  const server = await home.serve()
  const figures: Figure[] = []
  for (const [figure, search] of Object.entries(questions)) {
    const path = search.replace('{small}', groups.small).replace('{all}', groups.all)
    const samples = await ask(`${home.url}/admin/v1/accounts?${path}`, token)
    const promise = `${ACCOUNTS.toLocaleString('en')} accounts`
    figures.push({
      promise,
      figure: `${figure}, median`,
      value: median(samples),
      unit: 'ms',
      budget: BUDGET_MS,
    })
    if (search === '')
      figures.push({ promise, figure: `${figure}, p95`, value: quantile(samples, 0.95), unit: 'ms' })
  }
  for (const [figure, search] of Object.entries(provisioning)) {
    const samples = await ask(`${home.url}/scim/v2/Users?${search}`, provider)
    const promise = `${ACCOUNTS.toLocaleString('en')} accounts`
    figures.push({
      promise,
      figure: `${figure}, median`,
      value: median(samples),
      unit: 'ms',
      budget: BUDGET_MS,
    })
  }
  await server.stop()
  home.remove()
  const reference = 'reference: bare SQLite, like over every row, no index, no server'
  return [...figures, { promise: '', figure: reference, value: scanMs, unit: 'ms' }]
}

async function tokenFor(ports: Ports, name: string, granted: readonly Permission[]): Promise<string> {
  const expiresAtMs = Date.now() + 3_600_000
  const token = await addToken(ports, { kind: 'operator' }, { name, permissions: granted, expiresAtMs })
  if (!token.ok) throw new Error(JSON.stringify(token.refusal))
  return token.value.secret
}

const firstNames = ['Ada', 'Grace', 'Linus', 'Zoë', 'Jürgen', 'Tim', 'Barbara']
const lastNames = [
  'Lovelace',
  'Hopper',
  'Meier',
  'Nguyen',
  'Özdemir',
  'Smith',
  'Liskov',
  'Kay',
  'Dijkstra',
  'Wirth',
  'Allen',
]

async function fill({ storage }: Ports): Promise<{ readonly small: string; readonly all: string }> {
  const nowMs = Date.now()
  const group = (name: string) => ({
    ...{ id: randomUUID(), name, description: '', externalId: undefined },
    ...{ createdAtMs: nowMs, changedAtMs: nowMs, revision: 1 },
  })
  const [small, all] = [group('Small'), group('All')]
  await storage.transaction(async ({ groups }) => {
    await groups.add(small)
    await groups.add(all)
  })
  for (let from = 0; from < ACCOUNTS; from += PER_TRANSACTION)
    await storage.transaction(async (stores) => {
      for (let n = from; n < Math.min(from + PER_TRANSACTION, ACCOUNTS); n += 1) {
        // Scattered, as people are who came one by one: not in the order of their names.
        const number = String((n * 7_919) % ACCOUNTS).padStart(6, '0')
        const name = `${firstNames[n % firstNames.length]} ${lastNames[n % lastNames.length]}`
        // Sound: a random UUID, as these ids are; the brand exists only at compile time.
        const id = randomUUID() as AccountId
        const emails = [`${number}.${name.replaceAll(' ', '.').toLowerCase()}@mail.example`]
        const account = newAccount(id, `person-${number}@example.org`, nowMs + n, {
          displayName: name,
          emails,
        })
        await stores.accounts.add(n % RARE === 0 ? { ...account, state: 'suspended' } : account)
        await stores.groups.addMember(all.id, id)
        if (n % RARE === 1) await stores.groups.addMember(small.id, id)
        if (n % 3 > 0) await stores.devices.add(phoneOf(id, nowMs))
      }
    })
  return { small: small.id, all: all.id }
}

/** Its key is no key: nobody approves here. */
function phoneOf(accountId: AccountId, nowMs: number) {
  const publicKey = new Uint8Array(32)
  publicKey.set(Buffer.from(accountId.replaceAll('-', ''), 'hex'))
  return {
    ...{ id: randomUUID() as DeviceId, accountId, name: 'phone', publicKey, state: 'active' as const },
    ...{ counter: 0, verifies: false, createdAtMs: nowMs, changedAtMs: nowMs, lastUsedAtMs: undefined },
  }
}

/** Wall-clock milliseconds of each answer, read to its end; the first ones warm up. */
async function ask(url: string, token: string): Promise<readonly number[]> {
  const samples: number[] = []
  for (let n = 0; n < SAMPLES + 3; n += 1) {
    const beganMs = performance.now()
    const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    await reply.arrayBuffer()
    if (reply.status !== 200) throw new Error(`${reply.status} for ${url}`)
    if (n >= 3) samples.push(performance.now() - beganMs)
  }
  return samples
}

/** What a search would cost that looks at every row as it is kept. */
function bareScanMs(path: string): number {
  const db = new Database(path, { readonly: true })
  const query = db.prepare(
    `select * from account not indexed
     where user_id || display_name || emails like '%nobody-of-this-name%' order by user_id limit 50`,
  )
  const samples: number[] = []
  for (let n = 0; n < 9; n += 1) {
    const beganMs = performance.now()
    query.all()
    samples.push(performance.now() - beganMs)
  }
  db.close()
  return median(samples)
}
