// What a list would do, before anything is written: counts, faults, lines, and the choices for taking it over.
import type { ImportJobBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { CheckField } from '../parts/fields.js'
import { FaultNote, Note } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { Faults } from './faults.js'
import { Lines } from './lines.js'
import { obstacleOf, workOf } from './plan.js'
import { importsText } from './text.js'

interface LookProps {
  readonly job: ImportJobBody
  readonly onJob: (job: ImportJobBody) => void
}

export function Look({ job, onJob }: LookProps): JSX.Element {
  const text = useText(importsText).look
  const format = useFormat()
  const may = useMay()
  const { reading, counts } = job
  return (
    <>
      <dl class="figures" aria-label={text.counts}>
        {(['add', 'change', 'same', 'fault'] as const).map((plan) => (
          <div key={plan} class={plan === 'fault' && counts.fault > 0 ? 'figure figure--danger' : 'figure'}>
            <dd class="figure__number">{format.number(counts[plan])}</dd>
            <dt class="soft small">{text[plan]}</dt>
          </div>
        ))}
      </dl>
      <p class="soft small">
        {text.readAs(
          format.list(reading.columns),
          text.delimiter[reading.delimiter],
          text.encoding[reading.encoding],
        )}
      </p>
      {reading.encoding === 'windows-1252' && <Note tone="warn">{text.guessed}</Note>}
      {counts.fault > 0 && <Faults job={job} />}
      <Lines job={job} />
      {may('onboarding:write') && <Start job={job} onJob={onJob} />}
    </>
  )
}

function Start({ job, onJob }: LookProps): JSX.Element {
  const text = useText(importsText).look
  const format = useFormat()
  const api = useApi()
  const start = useChanging()
  const [options, setOptions] = useState({
    skipFaulty: false,
    createGroups: false,
    updateExisting: true,
  })
  const choose = (part: Partial<typeof options>): void => setOptions({ ...options, ...part })
  const work = workOf(job, options)
  const obstacle = obstacleOf(job, options)
  return (
    <Section title={text.options}>
      {job.counts.fault > 0 && (
        <CheckField
          label={text.skipFaulty(job.counts.fault)}
          hint={text.skipFaultyHint}
          checked={options.skipFaulty}
          onChecked={(skipFaulty) => choose({ skipFaulty })}
        />
      )}
      {job.newGroups.length > 0 && (
        <CheckField
          label={text.createGroups(format.list(job.newGroups))}
          hint={text.createGroupsHint}
          checked={options.createGroups}
          onChecked={(createGroups) => choose({ createGroups })}
        />
      )}
      {job.counts.change > 0 && (
        <CheckField
          label={text.updateExisting(job.counts.change)}
          hint={text.updateExistingHint}
          checked={options.updateExisting}
          onChecked={(updateExisting) => choose({ updateExisting })}
        />
      )}
      <FaultNote fault={start.fault} />
      <p class="soft" role="status">
        {obstacle === 'faults' && text.blockedFaults}
        {obstacle === 'groups' && text.blockedGroups}
        {obstacle === 'nothing' && text.nothingToDo}
      </p>
      <div class="row">
        <button
          type="button"
          class="button button--primary"
          disabled={obstacle !== undefined || start.busy}
          onClick={() =>
            void start.run(
              () =>
                api.send<ImportJobBody>('POST', `/imports/${job.id}/start`, options, {
                  revision: job.revision,
                }),
              onJob,
            )
          }
        >
          {text.start(work)}
        </button>
        <a class="button" href={hrefTo('/imports')}>
          {text.discard}
        </a>
      </div>
    </Section>
  )
}
