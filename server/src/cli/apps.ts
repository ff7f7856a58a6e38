// What commands about apps share: which app is meant.
import type { AppBody } from '@countersign/protocol/admin'
import type { Ports } from '../core/ports.js'
import { listApps } from '../flows/admin/apps.js'
import { operator } from './accounts.js'
import type { Surroundings } from './command.js'
import type { ExitCode } from './exits.js'
import { faultOf } from './refusals.js'
import { withPorts } from './server.js'

export const appArgument = { name: 'NAME', sentence: 'or app id, as in countersign app list' } as const

/** Finds the app by its id, or its name, then does `work` with it. An app that is called like another's id is not meant by it. */
export function withApp(
  surroundings: Surroundings,
  typed: string,
  work: (ports: Ports, app: AppBody) => Promise<ExitCode>,
): Promise<ExitCode> {
  const name = typed.normalize('NFC').trim()
  return withPorts(surroundings, async (ports) => {
    const listed = await listApps(ports, operator, undefined)
    if (!listed.ok) return surroundings.report.failed(faultOf(listed.refusal, typed))
    const apps = listed.value.filter(({ state }) => state !== 'builtin')
    const app = apps.find(({ id }) => id === name) ?? apps.find((each) => each.name === name)
    if (app === undefined) return surroundings.report.failed(faultOf({ reason: 'app_unknown' }, typed))
    return work(ports, app)
  })
}
