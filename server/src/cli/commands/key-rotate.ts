// `countersign key rotate`: announce the next signing key before its time.
import { announceKey } from '../../flows/announce-key.js'
import { defineCommand } from '../command.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { keyText, keyView } from './key-status.js'

export const keyRotate = defineCommand({
  name: 'key rotate',
  sentence: 'announce the next signing key now, before its time',
  details:
    'The new key signs two hours from now: by then every running server and every app has learned it, so nothing is interrupted.\n' +
    'The old key stays in the key set until nothing it signed is in use. Needed rarely: servers rotate by themselves.',
  arguments: [],
  options: {},
  examples: ['countersign key rotate'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const announced = await announceKey(ports, { kind: 'operator' })
      if (announced.result === 'next_exists')
        return report.failed({
          exit: 'refused',
          code: 'next_key_exists',
          sentence: `the next key is announced already, it signs from ${when(announced.notBeforeMs)}`,
          next: 'countersign key status',
        })
      if (announced.result === 'published_elsewhere')
        return report.failed({
          exit: 'refused',
          code: 'published_elsewhere',
          sentence: 'another server changed the keys just now',
          next: 'countersign key status, then again if need be',
        })
      const status = await keyView(ports)
      return report.done(status, keyText(status))
    }),
})
