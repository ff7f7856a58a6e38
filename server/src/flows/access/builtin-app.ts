// The row of the server's own app, made when somebody signs in for the first time.
import type { SessionKind } from '../../core/access.js'
import { BUILTIN_APP_ID, originOf, ownAppName } from '../../core/builtin-app.js'
import type { Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'

/** As the phone is to show it: named as the server is now and the page that asks, at the address that it has now. */
export async function builtinApp(ports: Ports, kind: SessionKind): Promise<App> {
  const found = (await ports.storage.read.apps.byId(BUILTIN_APP_ID)) ?? (await makeRow(ports))
  return { ...found, name: ownAppName(ports.settings.serverName, kind), origins: [ownOrigin(ports)] }
}

/** The exact origin of the server's own pages. */
export function ownOrigin({ settings }: Pick<Ports, 'settings'>): string {
  return originOf(settings.publicUrl)
}

async function makeRow(ports: Ports): Promise<App> {
  const app: App = {
    id: BUILTIN_APP_ID,
    name: ports.settings.serverName,
    origins: [ownOrigin(ports)],
    createdAtMs: ports.clock.nowMs(),
    colour: '',
    state: 'builtin',
    mayEnrol: false,
    revision: 1,
  }
  return ports.storage.transaction(async (stores) => {
    // Two who sign in first at once: the second finds what the first made.
    const made = await stores.apps.byId(BUILTIN_APP_ID)
    if (made !== undefined) return made
    // An app may be called like the server: then this row goes by another name in lists, and the phone shows the server's.
    if (!(await stores.apps.add(app))) await stores.apps.add({ ...app, name: `${app.name} (sign-in)` })
    return app
  })
}
