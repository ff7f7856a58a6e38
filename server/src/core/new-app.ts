// An app as it begins.
import type { AppId } from '@countersign/protocol'
import type { App } from './records.js'

/** @param origins exact origins; the first is what the phone shows. */
export function newApp(id: AppId, name: string, origins: readonly string[], nowMs: number): App {
  const looks = { name, origins, colour: '' }
  return { id, ...looks, createdAtMs: nowMs, state: 'active', mayEnrol: false, revision: 1 }
}
