// What the last look at the audit's chain found, kept so that the overview can say it: a note, not a proof.
import type { Ports } from '../core/ports.js'
import type { SettingSubject } from './settings.js'
import { readSetting, saveSetting } from './settings.js'

export interface AuditHealth {
  /** 0: nobody looked yet. */
  readonly checkedAtMs: number
  readonly ok: boolean
  readonly sequence: number
}

const auditHealth: SettingSubject<AuditHealth> = {
  name: 'audit_health',
  sealed: false,
  fallback: { checkedAtMs: 0, ok: true, sequence: 0 },
}

export async function readAuditHealth(ports: Ports): Promise<AuditHealth> {
  return (await readSetting(ports, ports.storage.read, auditHealth)).value
}

/** The later look wins; two at once are both right. */
export async function noteAuditHealth(ports: Ports, health: AuditHealth): Promise<void> {
  await ports.storage.transaction(async (stores) => {
    const { revision } = await readSetting(ports, stores, auditHealth)
    await saveSetting(ports, stores, auditHealth, health, revision)
  })
}
