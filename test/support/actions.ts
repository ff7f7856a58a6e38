// Every action that the flows export, found by looking at all their modules: so that no test forgets one.
import { readdirSync } from 'node:fs'
import type { Action } from '@countersign/server/flows/admin/action'

export type AnyAction = Action<unknown, unknown>

const FOLDERS = ['admin', 'access'] as const

/** By name, in order. */
export async function allActions(): Promise<readonly AnyAction[]> {
  const found = new Map<string, AnyAction>()
  for (const folder of FOLDERS) {
    const files = readdirSync(new URL(`../../server/src/flows/${folder}/`, import.meta.url))
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const name = file.replace(/\.ts$/, '')
      const exported: Readonly<Record<string, unknown>> = await import(
        `@countersign/server/flows/${folder}/${name}`
      )
      for (const value of Object.values(exported)) {
        if (!isAction(value)) continue
        const known = found.get(value.actionName)
        if (known !== undefined && known !== value)
          throw new Error(`two actions are called ${value.actionName}`)
        found.set(value.actionName, value)
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.actionName < b.actionName ? -1 : 1))
}

function isAction(value: unknown): value is AnyAction {
  return typeof value === 'function' && 'actionName' in value && 'permission' in value
}
