// A database that came from elsewhere or from the past: opened only if it is of this very server, and made fit for the present.
import type { AuditVerification } from '@countersign/protocol/admin'
import { createPorts, openPatiently } from './assembly.js'
import type { Config } from './config.js'
import type { Log, Ports } from './core/ports.js'
import type { Returned } from './flows/begin-after-restore.js'
import { beginAfterRestore } from './flows/begin-after-restore.js'
import { sealAudit } from './flows/seal-audit.js'
import { verifyAudit } from './flows/verify-audit.js'

export interface OpenedDatabase {
  readonly ports: Ports
  close(): Promise<void>
}

/**
 * The database that `config` names, brought up to date. Undefined when the keys that it holds sealed do not open, or the root key
 * did not sign its last checkpoint: another server's. `acceptForeignCheckpoint`: somebody may have written there.
 */
export async function openOwnDatabase(
  config: Config,
  log: Log,
  acceptForeignCheckpoint = false,
): Promise<OpenedDatabase | undefined> {
  const storage = await openPatiently(config)
  const opened = await createPorts(config, { ports: { log, storage } }, { loadKeys: false })
  const { ports } = opened
  try {
    if ((await keysFit(ports)) && (acceptForeignCheckpoint || (await isOurRoot(ports)))) return opened
  } catch (error) {
    await opened.close()
    throw error
  }
  await opened.close()
  return undefined
}

export type MadePresent =
  | { readonly kind: 'present'; readonly audit: AuditVerification; readonly returned: Returned }
  | { readonly kind: 'audit_broken'; readonly faults: readonly string[] }

/** Reads its audit through, refuses one that somebody changed unless told otherwise, and lets nothing of the past work again. */
export async function makePresent(
  ports: Ports,
  {
    facts,
    acceptBrokenAudit,
  }: { readonly facts: Readonly<Record<string, string>>; readonly acceptBrokenAudit: boolean },
): Promise<MadePresent> {
  const audit = await verifyAudit(ports)
  if (!audit.ok && !acceptBrokenAudit)
    return { kind: 'audit_broken', faults: audit.faults.map(({ sentence }) => sentence) }
  const returned = await beginAfterRestore(ports, {
    ...facts,
    auditEntries: audit.entries,
    auditWhole: audit.ok,
  })
  await sealAudit(ports)
  return { kind: 'present', audit, returned }
}

/** Whether the master key is the one that sealed what is in it. */
async function keysFit({ storage, vault }: Ports): Promise<boolean> {
  const { signingKeys } = storage.read
  const keys = await signingKeys.all()
  // No keys: not the database of a server.
  if (keys.length === 0) return false
  const version = await signingKeys.keySetVersion()
  try {
    vault.load(keys, version)
    return true
  } catch {
    // Sealed under another key: that is the answer.
    return false
  }
}

/** The master key fits; the root key is told by what it signed last. */
async function isOurRoot({ storage, vault }: Ports): Promise<boolean> {
  const checkpoint = await storage.read.audit.lastCheckpoint()
  return checkpoint === undefined || vault.isOwnCheckpoint(checkpoint)
}
