// An app as it begins.
import type { AppId } from '@countersign/protocol'
import type { App } from './records.js'

/** @param origins exact origins; the first is what the phone shows. */
export function newApp(id: AppId, name: string, origins: readonly string[], nowMs: number): App {
  return { id, name, origins, createdAtMs: nowMs, colour: '', state: 'active', revision: 1 }
}
