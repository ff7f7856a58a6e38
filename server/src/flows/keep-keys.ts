// Keeps the server's challenge keys: makes the first, announces the next in time, drops the old, and stays in step with other nodes.
import type { KeyId } from '@countersign/protocol'
import type { KeyPlan } from '../core/key-schedule.js'
import { planKeys } from '../core/key-schedule.js'
import type { Ports } from '../core/ports.js'

/** Loads the vault and makes what is due: until this has run the server cannot sign, and is not ready. */
export async function loadKeys(ports: Ports): Promise<void> {
  // First, since the plan compares with what is loaded: a server started again has nothing due.
  await reload(ports)
  await rotateKeysIfDue(ports)
}

/**
 * Plans, publishes the change as one compare-and-set on the key set's version, loads what is now there. Called now and then.
 * Resolves to true when the vault was loaded: by this node's change, or another's.
 */
export async function rotateKeysIfDue(ports: Ports): Promise<boolean> {
  const { signingKeys } = ports.storage.read
  const version = await signingKeys.keySetVersion()
  const plan = planKeys(await signingKeys.all(), ports.clock.nowMs(), ports.settings.retentionMs)
  if (plan.create === undefined && plan.remove.length === 0) {
    if (version === ports.vault.keySetVersion()) return false
    await reload(ports)
    return true
  }
  const published = await publish(ports, plan, version)
  if (published) ports.log.info('keys_rotated', { keySetVersion: version + 1, removed: plan.remove.length })
  await reload(ports)
  return true
}

/** False when another node published first: its keys are as good. */
function publish(ports: Ports, { create, remove }: KeyPlan, version: number): Promise<boolean> {
  return ports.storage.transaction(async (stores) => {
    if (!(await stores.signingKeys.advanceKeySet(version, version + 1))) return false
    for (const id of remove) await stores.signingKeys.remove(id)
    if (create !== undefined) {
      const key = ports.vault.newSigningKey(ports.random.id<KeyId>(), create.notBeforeMs, create.notAfterMs)
      await stores.signingKeys.add(key)
    }
    return true
  })
}

async function reload(ports: Ports): Promise<void> {
  const { signingKeys } = ports.storage.read
  const version = await signingKeys.keySetVersion()
  ports.vault.load(await signingKeys.all(), version)
}
