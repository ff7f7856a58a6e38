// `countersign app add`: a web app that may ask, and its key, shown once.
import { toBase64Url } from '@countersign/protocol'
import { addApp } from '../../flows/apps.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { appView } from '../views.js'

export const appAdd = defineCommand({
  name: 'app add',
  sentence: 'let a web app ask for approvals, and print its key',
  details:
    'The key is shown this once: the server keeps only a hash of it. Put it where the app keeps its secrets.',
  arguments: [{ name: 'NAME', sentence: 'what people read on the phone, e.g. "ACME Shop"' }],
  options: {
    origin: {
      type: 'string',
      value: 'URL',
      multiple: true,
      sentence: 'where its login page is, e.g. https://shop.example.org; may be given several times',
    },
    'may-enrol': {
      type: 'boolean',
      sentence: 'it may make accounts for people of its own, and lead those to their first phone',
    },
  },
  examples: [
    'countersign app add "ACME Shop" --origin https://shop.example.org',
    'countersign app add Cloud --origin https://cloud.example.org --may-enrol',
    'countersign app add Staging --origin http://localhost:3000 --json',
  ],
  async run({ arguments: { NAME }, options }, surroundings) {
    const { report } = surroundings
    const origins = options.origin
    if (origins.length === 0)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: '--origin is missing: the page that waits must be one of the app’s own',
        next: `countersign app add "${NAME}" --origin https://…`,
      })
    return withPorts(surroundings, async (ports) => {
      const added = await addApp(ports, { name: NAME, origins, mayEnrol: options['may-enrol'] })
      if (!added.ok) return report.failed(faultOf(added.refusal, NAME))
      const { app, apiKey } = added.value
      const serverId = toBase64Url(ports.vault.serverId)
      report.note('the key is not shown again; if it is lost: countersign app rotate-key')
      return report.done(
        { app: appView(app), apiKey, serverId, serverUrl: ports.settings.publicUrl },
        [
          `added ${app.name}`,
          `  app id      ${app.id}`,
          `  API key     ${apiKey}`,
          `  server id   ${serverId}`,
          `  server URL  ${ports.settings.publicUrl}`,
        ].join('\n'),
      )
    })
  },
})
