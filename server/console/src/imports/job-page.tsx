// The page of one imported list: what it would do, how far it is, what came of it, by its state.
import type { ImportJobBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Loaded, Note } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import type { PageProps } from '../shell/pages.js'
import { useText } from '../text/language.js'
import { Done } from './done.js'
import { Look } from './look.js'
import { Run } from './run.js'
import { Steps } from './steps.js'
import { importsText } from './text.js'

/** Often enough for a bar that moves, seldom enough for a server that works. */
const LOOK_EVERY_MS = 700

export function ImportJobPage({ params: { id = '' } }: PageProps): JSX.Element {
  const api = useApi()
  const text = useText(importsText)
  const job = useReading(() => api.get<ImportJobBody>(`/imports/${id}`), [id])
  const running = job.value?.state === 'running'
  const { again, busy } = job
  useEffect(() => {
    if (!running || busy) return
    const timer = setTimeout(again, LOOK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [running, busy, again])
  return (
    <Page title={titleOf(job.value, text)} up={{ href: hrefTo('/imports'), label: text.title }}>
      {running && job.fault ? (
        <Note tone="warn">{text.run.stuck}</Note>
      ) : (
        <Loaded of={job}>
          {(value) => (
            <>
              <Steps at={value.state === 'ready' ? 2 : 3} />
              <State job={value} onJob={job.put} />
            </>
          )}
        </Loaded>
      )}
    </Page>
  )
}

interface StateProps {
  readonly job: ImportJobBody
  readonly onJob: (job: ImportJobBody) => void
}

function State({ job, onJob }: StateProps): JSX.Element {
  switch (job.state) {
    case 'ready':
      return <Look job={job} onJob={onJob} />
    case 'running':
    case 'paused':
      return <Run job={job} onJob={onJob} />
    case 'done':
    case 'cancelled':
      return <Done job={job} />
  }
}

function titleOf(job: ImportJobBody | undefined, text: (typeof importsText)['en']): string {
  switch (job?.state) {
    case undefined:
      return text.title
    case 'ready':
      return text.look.title(job.name)
    case 'running':
      return text.run.running
    case 'paused':
      return text.run.paused
    case 'done':
      return text.done.title(job.name)
    case 'cancelled':
      return text.done.stopped(job.name)
  }
}
