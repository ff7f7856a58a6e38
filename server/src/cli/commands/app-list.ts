// `countersign app list`: the web apps that may ask.
import { listApps } from '../../flows/apps.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'
import { appView } from '../views.js'

export const appList = defineCommand({
  name: 'app list',
  sentence: 'list the web apps that may ask',
  arguments: [],
  options: {},
  examples: ['countersign app list'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const listed = await listApps(ports)
      if (!listed.ok) return surroundings.report.failed(faultOf(listed.refusal, ''))
      const apps = listed.value
      const rows = apps.map(({ name, id, origins, createdAtMs }) => [
        name,
        id,
        origins.join(' '),
        when(createdAtMs),
      ])
      return surroundings.report.done(
        { apps: apps.map(appView) },
        rows.length === 0 ? 'no apps' : columns(['NAME', 'APP ID', 'ORIGINS', 'ADDED'], rows),
      )
    }),
})
