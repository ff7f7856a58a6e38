// "This wasn't me" about something that was told: asks once more, then stops the account, and says what happens next.
import type { DeviceId, Notice } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp } from '../app.js'
import { useText } from '../text/index.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { Working } from './screen.js'

type At = 'idle' | 'asking' | 'busy' | 'done' | 'failed' | 'offline'

export function Disown({
  deviceId,
  notice,
  words,
}: {
  readonly deviceId: DeviceId
  readonly notice: Notice
  /** What was told, so that one button is told from the next. */
  readonly words: string
}): JSX.Element | null {
  const text = useText().notMe
  const app = useApp()
  const [at, setAt] = useState<At>('idle')
  if (!app.parts().asks.mayDisown(notice)) return null
  const stop = async (): Promise<void> => {
    setAt('busy')
    const fault = await app.parts().asks.disown(deviceId, notice.id)
    if (fault === undefined) setAt('done')
    else setAt(fault === 'offline' ? 'offline' : 'failed')
  }
  if (at === 'busy') return <Working words={text.working} />
  if (at === 'done')
    return (
      <div class="stack" role="status">
        <h2>{text.doneTitle}</h2>
        <p>{text.done}</p>
      </div>
    )
  return (
    <>
      {(at === 'failed' || at === 'offline') && (
        <p class="field__fault" role="alert">
          {text[at]}
        </p>
      )}
      <button type="button" class="button button--danger-quiet" onClick={() => setAt('asking')}>
        {text.ask}
        <span class="unseen">: {words}</span>
      </button>
      {at === 'asking' && (
        <ConfirmDialog
          title={text.title}
          lead={text.lead}
          confirm={text.confirm}
          keep={text.keep}
          onKeep={() => setAt((now) => (now === 'asking' ? 'idle' : now))}
          onConfirm={() => void stop()}
        />
      )}
    </>
  )
}
