// What flows need of the storage for what admins set while the server runs: one named value a subject, changed by compare-and-set.

export interface SavedSetting {
  /** JSON, sealed where the subject holds a secret. */
  readonly value: Uint8Array
  readonly revision: number
  readonly changedAtMs: number
}

export interface SettingStore {
  byName(name: string): Promise<SavedSetting | undefined>
  /** Compare-and-set: `revision` is the one that was read, 0 when there was none. True when the value is now saved as `revision + 1`. */
  save(name: string, value: Uint8Array, revision: number, nowMs: number): Promise<boolean>
}
