// When the last backup was made, kept so that the overview can say how old it is.
import type { Ports, Stores } from '../core/ports.js'
import type { SettingSubject } from './settings.js'
import { readSetting, saveSetting } from './settings.js'

export interface LastBackup {
  /** 0: none is known of. */
  readonly madeAtMs: number
}

const lastBackup: SettingSubject<LastBackup> = {
  name: 'last_backup',
  sealed: false,
  fallback: { madeAtMs: 0 },
}

export async function readLastBackup(ports: Ports): Promise<LastBackup> {
  return (await readSetting(ports, ports.storage.read, lastBackup)).value
}

/** Of two at once either will do. */
export async function noteBackup(ports: Ports, stores: Stores, madeAtMs: number): Promise<void> {
  const { revision } = await readSetting(ports, stores, lastBackup)
  await saveSetting(ports, stores, lastBackup, { madeAtMs }, revision)
}
