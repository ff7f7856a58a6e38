// `countersign backup FILE`: a checked copy of the database, made while the server runs.
import { resolve } from 'node:path'
import { makeBackupAt } from '../../flows/admin/backups.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const backup = defineCommand({
  name: 'backup',
  sentence: 'copy the database to a new file while the server goes on, and check the copy',
  details:
    'One file of one moment, readable by its owner only. The keys are not in it: keep the key file apart, without it a backup is worth nothing.',
  arguments: [{ name: 'FILE', sentence: 'the new file; it must not be there yet' }],
  options: {},
  examples: ['countersign backup /backups/countersign-2026-11-21.db'],
  run: ({ arguments: { FILE } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { io, report } = surroundings
      const path = resolve(io.directory, FILE)
      const made = await makeBackupAt(ports, { kind: 'operator' }, { path })
      if (!made.ok) return report.failed(faultOf(made.refusal, path))
      const { sizeBytes, sha256 } = made.value
      return report.done({ ...made.value, file: path }, `${path}\n  ${sizeBytes} bytes, SHA-256 ${sha256}`)
    }),
})
