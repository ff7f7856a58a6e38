// Storage in the process's memory: every promise of the port but durability. For tests, and for trying things out.
import type { Storage } from '../core/ports.js'
import type { MemoryTables } from './memory-stores.js'
import { memoryStores } from './memory-stores.js'
import { CommittedRows } from './memory-table.js'

/** An empty storage. Transactions run one after another; a throw leaves no trace; `read` sees committed rows only. */
export function createMemoryStorage(): Storage {
  const committed = emptyTables()
  let tail: Promise<unknown> = Promise.resolve()
  let closed = false
  return {
    transaction(work) {
      if (closed) return Promise.reject(new Error('storage is closed'))
      const result = tail.then(async () => {
        const layers = layersOver(committed)
        try {
          const value = await work(memoryStores(layers))
          for (const layer of Object.values(layers)) layer.commit()
          return value
        } finally {
          for (const layer of Object.values(layers)) layer.end()
        }
      })
      tail = result.catch(() => undefined)
      return result
    },
    read: memoryStores(committed),
    async ping() {
      if (closed) throw new Error('storage is closed')
    },
    async close() {
      closed = true
      await tail
    },
  }
}

type Committed = { readonly [K in keyof MemoryTables]: CommittedRows<RowOf<MemoryTables[K]>> }
type RowOf<R> = R extends { get(key: string): infer V | undefined } ? NonNullable<V> : never

function emptyTables() {
  return {
    account: new CommittedRows(),
    loginName: new CommittedRows(),
    memberGroup: new CommittedRows(),
    groupMember: new CommittedRows(),
    logo: new CommittedRows(),
    app: new CommittedRows(),
    appKey: new CommittedRows(),
    device: new CommittedRows(),
    ticket: new CommittedRows(),
    biometrics: new CommittedRows(),
    browser: new CommittedRows(),
    challenge: new CommittedRows(),
    delivery: new CommittedRows(),
    guard: new CommittedRows(),
    signingKey: new CommittedRows(),
    keySet: new CommittedRows(),
    admin: new CommittedRows(),
    apiToken: new CommittedRows(),
    session: new CommittedRows(),
    signIn: new CommittedRows(),
    setupLink: new CommittedRows(),
    keptReply: new CommittedRows(),
    audit: new CommittedRows(),
    auditCheckpoint: new CommittedRows(),
    minuteCount: new CommittedRows(),
    outgoing: new CommittedRows(),
    notice: new CommittedRows(),
    importJob: new CommittedRows(),
    importLine: new CommittedRows(),
    invitation: new CommittedRows(),
    lease: new CommittedRows(),
    setting: new CommittedRows(),
    passkey: new CommittedRows(),
    passkeyUse: new CommittedRows(),
    pin: new CommittedRows(),
    policySet: new CommittedRows(),
    pushSubscription: new CommittedRows(),
    ring: new CommittedRows(),
    webhook: new CommittedRows(),
    scimRemoved: new CommittedRows(),
    totp: new CommittedRows(),
    backupCode: new CommittedRows(),
    bypassCode: new CommittedRows(),
    codeGuard: new CommittedRows(),
    setUp: new CommittedRows(),
    setUpOffer: new CommittedRows(),
    enrolmentTry: new CommittedRows(),
    recovery: new CommittedRows(),
    notMeLink: new CommittedRows(),
  } satisfies Committed
}

function layersOver(tables: Committed) {
  return {
    account: tables.account.layer(),
    loginName: tables.loginName.layer(),
    memberGroup: tables.memberGroup.layer(),
    groupMember: tables.groupMember.layer(),
    logo: tables.logo.layer(),
    app: tables.app.layer(),
    appKey: tables.appKey.layer(),
    device: tables.device.layer(),
    ticket: tables.ticket.layer(),
    biometrics: tables.biometrics.layer(),
    browser: tables.browser.layer(),
    challenge: tables.challenge.layer(),
    delivery: tables.delivery.layer(),
    guard: tables.guard.layer(),
    signingKey: tables.signingKey.layer(),
    keySet: tables.keySet.layer(),
    admin: tables.admin.layer(),
    apiToken: tables.apiToken.layer(),
    session: tables.session.layer(),
    signIn: tables.signIn.layer(),
    setupLink: tables.setupLink.layer(),
    keptReply: tables.keptReply.layer(),
    audit: tables.audit.layer(),
    auditCheckpoint: tables.auditCheckpoint.layer(),
    minuteCount: tables.minuteCount.layer(),
    outgoing: tables.outgoing.layer(),
    notice: tables.notice.layer(),
    importJob: tables.importJob.layer(),
    importLine: tables.importLine.layer(),
    invitation: tables.invitation.layer(),
    lease: tables.lease.layer(),
    setting: tables.setting.layer(),
    passkey: tables.passkey.layer(),
    passkeyUse: tables.passkeyUse.layer(),
    pin: tables.pin.layer(),
    policySet: tables.policySet.layer(),
    pushSubscription: tables.pushSubscription.layer(),
    ring: tables.ring.layer(),
    webhook: tables.webhook.layer(),
    scimRemoved: tables.scimRemoved.layer(),
    totp: tables.totp.layer(),
    backupCode: tables.backupCode.layer(),
    bypassCode: tables.bypassCode.layer(),
    codeGuard: tables.codeGuard.layer(),
    setUp: tables.setUp.layer(),
    setUpOffer: tables.setUpOffer.layer(),
    enrolmentTry: tables.enrolmentTry.layer(),
    recovery: tables.recovery.layer(),
    notMeLink: tables.notMeLink.layer(),
  }
}
