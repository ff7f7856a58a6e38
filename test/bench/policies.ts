// Policies: what they add to a login, and how long the preview of a change takes among 100,000 accounts without a phone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountId, AppId } from '@countersign/protocol'
import type { PolicyBody } from '@countersign/protocol/admin'
import { createKeyFile, createPorts } from '@countersign/server/assembly'
import { loadConfig } from '@countersign/server/config'
import { newAccount } from '@countersign/server/core/new-account'
import type { Ports } from '@countersign/server/core/ports'
import { replacePolicies } from '@countersign/server/flows/admin/policies'
import { previewPolicies } from '@countersign/server/flows/admin/preview-policies'
import { addApp } from '@countersign/server/flows/apps'
import { loginTerms } from '@countersign/server/flows/login-terms'
import type { Figure } from './figures.js'
import { median } from './figures.js'

const ACCOUNTS = 100_000
const A_COMMIT = 5_000
const DECISIONS = 5_000
const ROUNDS = 5
/** Twice in a login, which costs the server a millisecond. */
const DECISION_BUDGET_MICROS = 50
/** As long as a person waits for a button. Every account here is one that the preview has to look at. */
const PREVIEW_BUDGET_MS = 2_000

export async function benchPolicies(): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-'))
  const environment = {
    COUNTERSIGN_STORAGE_URL: `sqlite:${directory}/policies.db`,
    COUNTERSIGN_KEYS_FILE: `${directory}/keys.json`,
  }
  const read = loadConfig(environment, directory)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  createKeyFile(read.config)
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { ports, close } = await createPorts(read.config, { ports: { log: silent } })
  const added = await addApp(ports, { name: 'Shop', origins: [] })
  if (!added.ok) throw new Error(added.refusal.reason)
  const { groupIds, accountId } = await people(ports)
  const none = await decisionMicros(ports, added.value.app.id, accountId)
  const policies = tenPolicies(groupIds)
  await putInForce(ports, policies)
  const ten = await decisionMicros(ports, added.value.app.id, accountId)
  const previews: number[] = []
  for (let round = 0; round < ROUNDS; round++) previews.push(await previewMs(ports, policies.slice(1)))
  await close()
  rmSync(directory, { recursive: true })
  const decision = { promise: 'policies', unit: 'µs CPU', budget: DECISION_BUDGET_MICROS }
  return [
    { ...decision, figure: 'what holds for a login, no policies', value: none },
    {
      ...decision,
      figure: 'what holds for a login, ten policies with groups, networks and hours',
      value: ten,
    },
    {
      promise: 'policies',
      figure: `preview among ${ACCOUNTS.toLocaleString('en')} accounts without a phone, p50`,
      value: median(previews),
      unit: 'ms',
      budget: PREVIEW_BUDGET_MS,
    },
  ]
}

async function people({ storage, random, clock }: Ports) {
  const groupIds = Array.from({ length: 3 }, () => random.id<string>())
  const nowMs = clock.nowMs()
  const times = { createdAtMs: nowMs, changedAtMs: nowMs, revision: 1 }
  let accountId = random.id<AccountId>()
  await storage.transaction(async ({ groups }) => {
    for (const id of groupIds)
      await groups.add({ id, name: id, description: '', externalId: undefined, ...times })
  })
  for (let from = 0; from < ACCOUNTS; from += A_COMMIT)
    await storage.transaction(async ({ accounts, groups }) => {
      for (let n = from; n < from + A_COMMIT; n++) {
        accountId = random.id<AccountId>()
        await accounts.add(newAccount(accountId, `person${n}@example.org`, nowMs, { displayName: '' }))
        await groups.addMember(groupIds[n % groupIds.length] ?? '', accountId)
      }
    })
  return { groupIds, accountId }
}

function tenPolicies(groupIds: readonly string[]): readonly PolicyBody[] {
  const days: PolicyBody['when']['times'][number]['days'] = ['mon', 'tue', 'wed', 'thu', 'fri']
  return Array.from({ length: 10 }, (_, n) => ({
    id: `00000000-0000-7000-8000-00000000000${n}`,
    name: `policy ${n}`,
    enabled: true,
    when: {
      appIds: [],
      groupIds: [groupIds[n % groupIds.length] ?? ''],
      networks: ['10.0.0.0/8', `192.0.${n}.0/24`, '2001:db8::/32'],
      times: [
        { days, from: '08:00', to: `1${n}:00`, timeZone: n % 2 === 0 ? 'Europe/Berlin' : 'Asia/Tokyo' },
      ],
    },
    // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
    then: { requirement: n % 3 === 0 ? ('off' as const) : ('optional' as const), symbolsShown: 6 + (n % 3) },
  }))
}

async function putInForce(ports: Ports, policies: readonly PolicyBody[]): Promise<void> {
  const { revision } = await ports.storage.read.policies.current()
  const put = await replacePolicies(ports, { kind: 'operator' }, { policies, revision })
  if (!put.ok) throw new Error(JSON.stringify(put.refusal))
}

async function decisionMicros(ports: Ports, appId: AppId, accountId: AccountId): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    for (let n = 0; n < DECISIONS; n++)
      await loginTerms(ports, { appId, accountId, address: '192.0.2.7', atMs: ports.clock.nowMs() })
    const { user, system } = process.cpuUsage(before)
    rounds.push((user + system) / DECISIONS)
  }
  return median(rounds)
}

async function previewMs(ports: Ports, policies: readonly PolicyBody[]): Promise<number> {
  const beganMs = performance.now()
  const preview = await previewPolicies(ports, { kind: 'operator' }, { policies })
  if (!preview.ok || preview.value.withoutDevice !== ACCOUNTS) throw new Error('the preview missed somebody')
  return performance.now() - beganMs
}
