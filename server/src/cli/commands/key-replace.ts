// `countersign key replace`: the signing keys are in wrong hands, and end now.
import { replaceKeys } from '../../flows/replace-keys.js'
import { defineCommand } from '../command.js'
import { withPorts } from '../server.js'
import { keyText, keyView } from './key-status.js'

export const keyReplace = defineCommand({
  name: 'key replace',
  sentence: 'end every signing key now and sign with a new one: for keys in wrong hands',
  details:
    'Running servers follow within seconds, phones with their next request, apps within minutes. Requests that are open are cancelled: people ask again. Phones stay paired.\n' +
    'For the signing keys only. If the key file was seen, it does not help: docs/operations/runbooks/key-file-leaked.md.',
  arguments: [],
  options: {
    yes: { type: 'boolean', sentence: 'do it: without this the command only says what it would do' },
  },
  examples: ['countersign key replace --yes'],
  run: ({ options }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      if (!options.yes)
        return report.failed({
          exit: 'usage',
          code: 'not_confirmed',
          sentence: 'this would end every signing key and cancel every open request',
          next: 'the same command with --yes; to change keys in peace: countersign key rotate',
        })
      const replaced = await replaceKeys(ports, { kind: 'operator' })
      if (replaced.result === 'published_elsewhere')
        return report.failed({
          exit: 'refused',
          code: 'published_elsewhere',
          sentence: 'another server changed the keys just now',
          next: 'countersign key status, then the same command again',
        })
      const status = await keyView(ports)
      return report.done({ ...status, ended: replaced.ended }, keyText(status))
    }),
})
