// What came of an import, and the next step: these people have accounts, but no phone yet.
import type { ImportJobBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Note } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { Lines } from './lines.js'
import { workOf } from './plan.js'
import { importsText } from './text.js'

export function Done({ job }: { readonly job: ImportJobBody }): JSX.Element {
  const text = useText(importsText)
  const format = useFormat()
  const may = useMay()
  const { counts, options, state } = job
  const whole = state === 'done'
  const changed = workOf(job, options) - counts.add
  return (
    <>
      <Note tone={whole ? 'good' : 'warn'}>
        <p>
          {whole
            ? text.done.lead(format.number(counts.add), format.number(changed))
            : text.done.partly(format.number(job.done), format.number(job.lines))}
        </p>
        {whole && counts.fault > 0 && <p>{text.done.skipped(format.number(counts.fault))}</p>}
      </Note>
      {may('onboarding:write') && job.done > 0 && (
        <Section title={text.done.invite} lead={text.done.inviteLead}>
          <div class="row">
            <a
              class="button button--primary"
              href={hrefTo('/invitations/new', { import: job.id, name: job.name })}
            >
              {text.done.invite}
            </a>
            <a class="button" href={hrefTo('/accounts', { device: 'without' })}>
              {text.done.accounts}
            </a>
            <a class="button" href={hrefTo('/imports')}>
              {text.done.another}
            </a>
          </div>
        </Section>
      )}
      <Lines job={job} />
    </>
  )
}
