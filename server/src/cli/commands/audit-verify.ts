// `countersign audit verify`: whether the record of what happened is as the server wrote it.
import type { AuditVerification } from '@countersign/protocol/admin'
import { verifyAudit } from '../../flows/admin/audit.js'
import { sealAudit } from '../../flows/seal-audit.js'
import { readNoted } from '../audit-filter.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { eachTenth } from '../tenths.js'

export const auditVerify = defineCommand({
  name: 'audit verify',
  sentence: 'check that nobody changed, removed, added or reordered an entry of the audit',
  details:
    'Reads all of it: every link of the chain, and every checkpoint that the server signed. It ends with 1 when something is wrong, and names it.\n' +
    'Entries cut off at the end together with their checkpoints leave no trace in the database. So write down the end that this prints, somewhere else, and give it to a later run with --noted.',
  arguments: [],
  options: {
    noted: { type: 'string', value: 'SEQUENCE:HASH', sentence: 'an end that an earlier run printed' },
  },
  examples: ['countersign audit verify', 'countersign audit verify --json'],
  run({ options }, surroundings) {
    const { report } = surroundings
    const noted = options.noted === undefined ? undefined : readNoted(options.noted)
    if (noted?.ok === false) return Promise.resolve(report.failed(noted.fault))
    return withPorts(surroundings, async (ports) => {
      await sealAudit(ports)
      const found = await verifyAudit(
        ports,
        { kind: 'operator' },
        { noted: noted?.value, tell: eachTenth(report, 'entries') },
      )
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      const { value } = found
      if (value.ok) return report.done({ ...value }, wholeText(value))
      return report.failed({
        exit: 'refused',
        code: 'audit_broken',
        sentence: `the audit is not as this server wrote it: ${value.faults.length} faults in ${value.entries} entries`,
        next: 'keep this database as it is, and compare it with a backup or an export',
        list: value.faults.map(({ kind, sentence }) => `${kind}: ${sentence}`),
      })
    })
  },
})

function wholeText({ entries, checkpoints, lastCheckpointAtMs, end }: AuditVerification): string {
  if (end === null) return 'the audit is whole: it has no entries yet'
  const signed = lastCheckpointAtMs === null ? '' : `, the last of ${when(lastCheckpointAtMs)}`
  return [
    `the audit is whole: ${entries} entries, ${checkpoints} checkpoints${signed}`,
    `  end  ${end.sequence}:${end.hash}`,
  ].join('\n')
}
