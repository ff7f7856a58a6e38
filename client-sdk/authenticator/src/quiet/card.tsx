// The card about quiet hours at an account: what holds, and changing it on the spot. Loaded when an account is opened.
import type { QuietHours } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { useApp } from '../app.js'
import type { Account } from '../app-state.js'
import { Working } from '../parts/screen.js'
import { useSpeech } from '../text/index.js'
import type { QuietFault } from './draft.js'
import { dayNames, faultOf, isPossible, usualNights, WEEK } from './draft.js'
import { useQuietText } from './text.js'

type Held = { readonly hours: QuietHours | null }
type State = { readonly step: 'loading' | 'saving' } | { readonly step: 'still'; readonly fault?: QuietFault }

/** Nothing for an account that cannot be reached: what holds is the server's to say. */
export function QuietHoursCard({ account }: { readonly account: Account }): JSX.Element | null {
  const text = useQuietText()
  const id = useId()
  const device = useApp().parts().accounts.device(account.pairing.deviceId)
  const isOnline = account.condition === 'online'
  const [held, setHeld] = useState<Held>()
  const [state, setState] = useState<State>({ step: 'still' })
  const [draft, setDraft] = useState<QuietHours>()
  const run = (step: 'loading' | 'saving', ask: Promise<QuietHours | null>): void => {
    setState({ step })
    ask.then(
      (hours) => {
        setHeld({ hours })
        setDraft(undefined)
        setState({ step: 'still' })
      },
      (error: unknown) => setState({ step: 'still', fault: faultOf(error) }),
    )
  }
  useEffect(() => {
    if (isOnline && device !== undefined) run('loading', device.quietHours.read())
  }, [device, isOnline])
  if (device === undefined || (held === undefined && !isOnline)) return null
  const save = (hours: QuietHours | null): void => run('saving', device.quietHours.set(hours))
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{text.title}</h2>
      <p class="small soft">{text.lead}</p>
      {state.step === 'loading' && held === undefined && <Working words={text.loading} />}
      {held !== undefined && draft === undefined && <Shown hours={held.hours} />}
      {state.step === 'still' && state.fault !== undefined && (
        <p class="field__fault" role="alert">
          {text.faults[state.fault]}
        </p>
      )}
      {state.step === 'saving' && <Working words={text.saving} />}
      {held !== undefined && state.step !== 'saving' && draft === undefined && (
        <>
          <button
            type="button"
            class="button button--wide"
            onClick={() => setDraft(held.hours ?? usualNights())}
          >
            {held.hours === null ? text.set : text.change}
          </button>
          {held.hours !== null && (
            <button type="button" class="button button--plain" onClick={() => save(null)}>
              {text.end}
            </button>
          )}
        </>
      )}
      {draft !== undefined && state.step !== 'saving' && (
        <Edit
          draft={draft}
          onDraft={setDraft}
          onSave={() => save(draft)}
          onCancel={() => setDraft(undefined)}
        />
      )}
    </section>
  )
}

function Shown({ hours }: { readonly hours: QuietHours | null }): JSX.Element {
  const text = useQuietText()
  const { locale } = useSpeech()
  if (hours === null) return <p>{text.none}</p>
  const { days, from, to, timeZone } = hours
  const when = days.length === WEEK.length ? text.everyDay : text.someDays(dayNames(days, locale))
  return (
    <div role="status">
      <p>
        <strong>{text.hours(from, to)}</strong>, {when}
      </p>
      <p class="small soft">{text.zone(timeZone)}</p>
    </div>
  )
}

interface EditProps {
  readonly draft: QuietHours
  readonly onDraft: (draft: QuietHours) => void
  readonly onSave: () => void
  readonly onCancel: () => void
}

/** Which days, and another time zone, are for the page at /me: here it is the phone's own, or the one that was set. */
function Edit({ draft, onDraft, onSave, onCancel }: EditProps): JSX.Element {
  const text = useQuietText()
  const [checked, setChecked] = useState(false)
  const wrong = checked && !isPossible(draft)
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setChecked(true)
        if (isPossible(draft)) onSave()
      }}
    >
      <Time
        label={text.from}
        value={draft.from}
        wrong={false}
        onValue={(from) => onDraft({ ...draft, from })}
      />
      <Time label={text.to} value={draft.to} wrong={wrong} onValue={(to) => onDraft({ ...draft, to })} />
      <p class="small soft">
        {text.zone(draft.timeZone)}. {text.hint}
      </p>
      {wrong && (
        <p class="field__fault" role="alert">
          {text.tooLong}
        </p>
      )}
      <button type="submit" class="button button--primary button--wide">
        {text.save}
      </button>
      <button type="button" class="button button--plain" onClick={onCancel}>
        {text.cancel}
      </button>
    </form>
  )
}

interface TimeProps {
  readonly label: string
  readonly value: string
  readonly wrong: boolean
  readonly onValue: (value: string) => void
}

function Time({ label, value, wrong, onValue }: TimeProps): JSX.Element {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="time"
        value={value}
        aria-invalid={wrong}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </div>
  )
}
