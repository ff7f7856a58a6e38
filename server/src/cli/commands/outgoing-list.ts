// `countersign outgoing list`: mail and webhook messages on their way, and those that failed.
import type { OutgoingState } from '../../core/ports-outgoing.js'
import { listOutgoing } from '../../flows/admin/outgoing.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'
import { readOneOf } from '../values.js'

const SHOWN_MAX = 1_000

export const outgoingList = defineCommand({
  name: 'outgoing list',
  sentence: 'list mail and webhook messages on their way, and those that failed for good',
  arguments: [],
  options: { state: { type: 'string', value: 'STATE', sentence: 'only waiting, sent or dead' } },
  examples: ['countersign outgoing list --state dead'],
  run({ options }, surroundings) {
    const { report } = surroundings
    const state =
      options.state === undefined
        ? undefined
        : readOneOf<OutgoingState>('--state', options.state, ['waiting', 'sent', 'dead'])
    if (state?.ok === false) return Promise.resolve(report.failed(state.fault))
    return withPorts(surroundings, async (ports) => {
      const filter = { limit: SHOWN_MAX, ...(state === undefined ? {} : { state: state.value }) }
      const found = await listOutgoing(ports, { kind: 'operator' }, filter)
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      const rows = found.value.map(({ id, kind, state: now, subject, attempts, createdAtMs, lastError }) => [
        id,
        kind,
        now,
        subject,
        String(attempts),
        when(createdAtMs),
        lastError,
      ])
      return report.done(
        { outgoing: found.value },
        rows.length === 0
          ? 'nothing is on its way'
          : columns(['ID', 'KIND', 'STATE', 'WHAT', 'ATTEMPTS', 'SINCE', 'LAST ERROR'], rows),
      )
    })
  },
})
