// When one's phones do not ring: shown, set in a dialog, and ended.
import type { MyQuietHours, QuietHours } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { SelectField, TextField } from '../parts/fields.js'
import { FaultNote, Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { dayNames } from '../text/day-names.js'
import { useFormat } from '../text/format.js'
import { useSpeech, useText } from '../text/language.js'
import { faultOf, usualNights, WEEK, zonesWith } from './quiet-draft.js'
import { quietText } from './quiet-text.js'

export function QuietHoursOfMine(): JSX.Element {
  const text = useText(quietText)
  const api = useApi()
  const say = useToast()
  const quiet = useReading(() => api.get<MyQuietHours>('/quiet-hours'), [])
  const ending = useChanging()
  const [editing, setEditing] = useState(false)
  const end = (): void => {
    const body: MyQuietHours = { hours: null }
    void ending.run(
      () => api.send<MyQuietHours>('PUT', '/quiet-hours', body),
      (saved) => {
        quiet.put(saved)
        say({ words: text.ended })
      },
    )
  }
  const hours = quiet.value?.hours
  const actions = quiet.value !== undefined && (
    <>
      <button type="button" class="button button--small" onClick={() => setEditing(true)}>
        {hours ? text.edit : text.set}
      </button>
      {hours && (
        <button type="button" class="button button--small" disabled={ending.busy} onClick={end}>
          {text.end}
        </button>
      )}
    </>
  )
  return (
    <Section title={text.title} lead={text.lead} actions={actions}>
      <Loaded of={quiet}>
        {({ hours: shown }) => (shown === null ? <p class="soft">{text.none}</p> : <Shown hours={shown} />)}
      </Loaded>
      <FaultNote fault={ending.fault} />
      {editing && (
        <EditQuietHours
          hours={hours ?? usualNights()}
          onClose={() => setEditing(false)}
          onSaved={(saved) => {
            quiet.put(saved)
            setEditing(false)
            say({ words: text.saved })
          }}
        />
      )}
    </Section>
  )
}

function Shown({ hours }: { readonly hours: QuietHours }): JSX.Element {
  const text = useText(quietText)
  const { list } = useFormat()
  const { locale } = useSpeech()
  const names = dayNames(locale, 'long')
  const chosen = names.filter((_, place) => hours.days.some((day) => WEEK[place] === day))
  const days = chosen.length === WEEK.length ? text.everyDay : list(chosen)
  return (
    <>
      <p>{text.hours(days, hours.from, hours.to)}</p>
      <p class="small soft">
        {text.zone}: {hours.timeZone}
      </p>
    </>
  )
}

interface EditProps {
  readonly hours: QuietHours
  readonly onClose: () => void
  readonly onSaved: (saved: MyQuietHours) => void
}

function EditQuietHours({ hours, onClose, onSaved }: EditProps): JSX.Element {
  const text = useText(quietText)
  const api = useApi()
  const change = useChanging()
  const [draft, setDraft] = useState(hours)
  const [checked, setChecked] = useState(false)
  const fault = faultOf(draft)
  const save = (): void => {
    setChecked(true)
    if (fault !== undefined) return
    const body: MyQuietHours = { hours: draft }
    void change.run(() => api.send<MyQuietHours>('PUT', '/quiet-hours', body), onSaved)
  }
  return (
    <FormDialog
      title={text.title}
      submit={text.save}
      busy={change.busy}
      fault={change.fault}
      onSubmit={save}
      onClose={onClose}
    >
      <div class="field-row">
        <TextField
          label={text.from}
          type="time"
          value={draft.from}
          onValue={(from) => setDraft({ ...draft, from })}
          first
        />
        <TextField
          label={text.to}
          type="time"
          value={draft.to}
          onValue={(to) => setDraft({ ...draft, to })}
          hint={text.toHint}
          fault={checked && fault === 'tooLong' ? text.tooLong : undefined}
        />
      </div>
      <Days draft={draft} onDraft={setDraft} />
      {checked && fault === 'noDay' && (
        <p class="field__fault" role="alert">
          {text.noDay}
        </p>
      )}
      <SelectField
        label={text.zone}
        value={draft.timeZone}
        options={zonesWith(draft.timeZone).map((zone) => [zone, zone] as const)}
        onValue={(timeZone) => setDraft({ ...draft, timeZone })}
      />
      <p class="small soft">{text.told}</p>
    </FormDialog>
  )
}

function Days({
  draft,
  onDraft,
}: {
  readonly draft: QuietHours
  readonly onDraft: (draft: QuietHours) => void
}): JSX.Element {
  const text = useText(quietText)
  const { locale } = useSpeech()
  const short = dayNames(locale, 'short')
  const long = dayNames(locale, 'long')
  return (
    <fieldset class="pick">
      <legend>{text.days}</legend>
      <div class="time__days">
        {WEEK.map((day, place) => (
          <label key={day} class="time__day">
            <input
              type="checkbox"
              aria-label={long[place]}
              checked={draft.days.includes(day)}
              onChange={({ currentTarget }) => {
                const isOn = currentTarget.checked
                const days = WEEK.filter((one) => (one === day ? isOn : draft.days.includes(one)))
                onDraft({ ...draft, days })
              }}
            />
            <span aria-hidden="true">{short[place]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
