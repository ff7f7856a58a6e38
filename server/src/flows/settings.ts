// Settings that admins change while the server runs: read with a fallback, saved by compare-and-set, sealed where they hold a secret.
import type { Ports, Stores } from '../core/ports.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'

/** What a setting is about. Its value is a plain JSON object; each slice declares its own subject once. */
export interface SettingSubject<T extends object> {
  readonly name: string
  /** True when the value holds a secret: then only this server's keys can read it. */
  readonly sealed: boolean
  /** In force until somebody saves another; also of members that the saved value does not have yet. */
  readonly fallback: T
}

export interface CurrentSetting<T> {
  readonly value: T
  /** 0 until it is saved for the first time. */
  readonly revision: number
}

/**
 * @example
 * export const branding: SettingSubject<Branding> = { name: 'branding', sealed: false, fallback: { name: '', … } }
 * const { value, revision } = await readSetting(ports, ports.storage.read, branding)
 */
export async function readSetting<T extends object>(
  { vault }: Pick<Ports, 'vault'>,
  { settings }: Pick<Stores, 'settings'>,
  { name, sealed, fallback }: SettingSubject<T>,
): Promise<CurrentSetting<T>> {
  const saved = await settings.byName(name)
  if (saved === undefined) return { value: fallback, revision: 0 }
  const json = sealed ? vault.unseal(saved.value, placeOf(name)) : saved.value
  // Sound: only saveSetting writes the row, and it wrote a T of this or an older version.
  const value = JSON.parse(new TextDecoder().decode(json)) as Partial<T>
  return { value: { ...fallback, ...value }, revision: saved.revision }
}

/**
 * Saves inside the caller's transaction; the caller tells the audit, without the secret members.
 * @param revision the one that was read.
 * Resolves to the new revision. Refuses with `changed_meanwhile`.
 */
export async function saveSetting<T extends object>(
  { vault, clock }: Pick<Ports, 'vault' | 'clock'>,
  { settings }: Pick<Stores, 'settings'>,
  { name, sealed }: SettingSubject<T>,
  value: T,
  revision: number,
): Promise<Result<number>> {
  const json = new TextEncoder().encode(JSON.stringify(value))
  const bytes = sealed ? vault.seal(json, placeOf(name)) : json
  if (await settings.save(name, bytes, revision, clock.nowMs())) return accepted(revision + 1)
  const now = (await settings.byName(name))?.revision ?? 0
  return refused({ reason: 'changed_meanwhile', revision: now })
}

function placeOf(name: string): string {
  return `setting/${name}/value`
}
