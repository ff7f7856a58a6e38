// An import under way: how far it is, and the ways to hold it, go on, and stop it.
import type { ImportJobBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { FaultNote } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { Progress } from '../parts/progress.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { importsText } from './text.js'

interface RunProps {
  readonly job: ImportJobBody
  readonly onJob: (job: ImportJobBody) => void
}

export function Run({ job, onJob }: RunProps): JSX.Element {
  const text = useText(importsText).run
  const api = useApi()
  const may = useMay()
  const change = useChanging()
  const [asking, setAsking] = useState(false)
  const running = job.state === 'running'
  const tell = (what: 'start' | 'pause' | 'cancel'): void => {
    const body = what === 'start' ? job.options : undefined
    void change.run(
      () => api.send<ImportJobBody>('POST', `/imports/${job.id}/${what}`, body),
      (changed) => {
        setAsking(false)
        onJob(changed)
      },
    )
  }
  return (
    <Section title={job.name} lead={running ? text.leave : text.pausedLead}>
      <Progress label={running ? text.running : text.paused} done={job.done} all={job.lines} />
      <FaultNote fault={asking ? undefined : change.fault} />
      {may('onboarding:write') && (
        <div class="row">
          {running ? (
            <button type="button" class="button" disabled={change.busy} onClick={() => tell('pause')}>
              {text.pause}
            </button>
          ) : (
            <button
              type="button"
              class="button button--primary"
              disabled={change.busy}
              onClick={() => tell('start')}
            >
              {text.resume}
            </button>
          )}
          <button type="button" class="button button--danger-quiet" onClick={() => setAsking(true)}>
            {text.cancel}
          </button>
        </div>
      )}
      {asking && (
        <Confirm
          title={text.cancelTitle}
          consequences={[text.cancelLead]}
          confirm={text.cancel}
          busy={change.busy}
          fault={change.fault}
          onClose={() => setAsking(false)}
          onConfirm={() => tell('cancel')}
        />
      )}
    </Section>
  )
}
