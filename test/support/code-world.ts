// A person with every kind of code at hand, and an app whose login page passes on what they type; without edges.
import assert from 'node:assert/strict'
import type { AccountId, CodeAccepted, CodeLoginBody, CodeWay } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { PolicyGiven, PolicySettings } from '@countersign/protocol/admin'
import type { AuditEntry } from '@countersign/server/core/audit-entry'
import type { CodeGuard } from '@countersign/server/core/codes'
import type { Ports } from '@countersign/server/core/ports'
import type { Result } from '@countersign/server/core/refusal'
import { addAccount } from '@countersign/server/flows/accounts'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from './codes-at-hand.js'
import type { World, WorldOptions } from './test-world.js'
import { makeWorld, must, NONCE } from './test-world.js'

export { BACKUP, BYPASS }
/** Looks like a printed code, and is none. */
export const WRONG_BACKUP = 'ZZZZ29XMPT4C8WZNAB3R'
/** The other printed code of the person. */
export const BACKUP_TOO = 'ABCD29XMPT4C8WZNAB3R'

export interface CodeWorld {
  readonly world: World
  /** Of `alice`, who has an app, two printed codes, and one of the help desk. */
  readonly accountId: AccountId
  readonly totp: (atMs?: number) => string
  readonly body: (over?: Partial<CodeLoginBody>) => CodeLoginBody
  readonly typed: (
    code: string,
    over?: Partial<CodeLoginBody>,
    ports?: Ports,
  ) => Promise<Result<CodeAccepted>>
  readonly guard: (way: CodeWay) => Promise<CodeGuard>
  /** The newest first. */
  readonly notices: () => Promise<{ readonly kind: string; readonly facts: object }[]>
  /** The newest first. */
  readonly audited: (action: string) => Promise<readonly AuditEntry[]>
  /** Six digits that the app does not show now, nor a step away. */
  readonly wrongTotp: () => string
}

export async function codeWorld(options: WorldOptions = {}): Promise<CodeWorld> {
  const world = await makeWorld(options)
  const { ports, clock } = world
  const { id: accountId } = must(await addAccount(ports, { userId: 'alice', displayName: 'Alice' }))
  const totp = await giveTotp(ports, accountId)
  await giveBackupCodes(ports, accountId, [BACKUP, BACKUP_TOO])
  await giveBypassCode(ports, accountId)
  const body = (over: Partial<CodeLoginBody> = {}): CodeLoginBody => ({
    userId: 'alice',
    purpose: 'login',
    appNonce: toBase64Url(NONCE),
    context: { address: '192.0.2.1', browser: 'Firefox on Linux' },
    code: totp(),
    ...over,
  })
  return {
    ...{ world, accountId, totp, body },
    typed: (code, over = {}, by = ports) => loginWithCode(by, world.app, body({ code, ...over })),
    guard: (way) => ports.storage.read.codeGuards.of(accountId, way, 'app'),
    notices: async () =>
      (await ports.storage.read.notices.ofAccount(accountId, 50)).map(({ kind, facts }) => ({ kind, facts })),
    audited: async (action) =>
      (await ports.storage.read.audit.page({ action }, undefined, 100)).entries.map(({ entry }) => entry),
    wrongTotp: () => {
      const near = [-30_000, 0, 30_000].map((ms) => totp(clock.nowMs() + ms))
      const codes = ['000000', '000001', '000002', '000003']
      return codes.find((code) => !near.includes(code)) ?? assert.fail('three codes cannot be four')
    },
  }
}

/** `ok`, or in a word why not: of a refused code what only the server knows. */
export function why(result: Result<unknown>): string {
  if (result.ok) return 'ok'
  const { refusal } = result
  return refusal.reason === 'code_refused' ? refusal.because : refusal.reason
}

/** A policy about everybody. */
export function policy(says: PolicySettings): PolicyGiven {
  return {
    name: 'codes',
    enabled: true,
    when: { appIds: [], groupIds: [], networks: [], times: [] },
    // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
    then: says,
  }
}
