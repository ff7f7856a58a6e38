// Hours of some days in a time zone, any number of them.
import type { PolicyTime } from '@countersign/protocol/admin'
import { weekdays } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { TextField } from '../parts/fields.js'
import { Icon } from '../parts/icons.js'
import { dayNames } from '../text/day-names.js'
import { useSpeech, useText } from '../text/language.js'
import { policiesText } from './text.js'

interface TimesFieldProps {
  readonly times: readonly PolicyTime[]
  readonly faults: readonly (string | undefined)[]
  readonly onTimes: (times: readonly PolicyTime[]) => void
}

export function TimesField({ times, faults, onTimes }: TimesFieldProps): JSX.Element {
  const text = useText(policiesText).editor
  const replace = (place: number, time: PolicyTime): void =>
    onTimes(times.map((one, other) => (other === place ? time : one)))
  return (
    <fieldset class="pick">
      <legend>{text.times}</legend>
      {times.length === 0 && <p class="small soft">{text.timesHint}</p>}
      {times.map((time, place) => (
        <OneTime
          // A time has no other name than its place.
          key={place}
          time={time}
          place={place}
          fault={faults[place]}
          onTime={(changed) => replace(place, changed)}
          onRemove={() => onTimes(times.filter((_, other) => other !== place))}
        />
      ))}
      <button type="button" class="button button--small" onClick={() => onTimes([...times, officeHours()])}>
        <Icon name="plus" />
        {text.addTime}
      </button>
    </fieldset>
  )
}

interface OneTimeProps {
  readonly time: PolicyTime
  readonly place: number
  readonly fault: string | undefined
  readonly onTime: (time: PolicyTime) => void
  readonly onRemove: () => void
}

function OneTime({ time, place, fault, onTime, onRemove }: OneTimeProps): JSX.Element {
  const text = useText(policiesText).editor
  const { locale } = useSpeech()
  const id = useId()
  const short = dayNames(locale, 'short')
  const long = dayNames(locale, 'long')
  return (
    <fieldset class="time" aria-describedby={fault === undefined ? undefined : id}>
      <legend class="unseen">{text.timeOf(place + 1)}</legend>
      <div class="time__days">
        {weekdays.map((day, at) => (
          <label key={day} class="time__day">
            <input
              type="checkbox"
              aria-label={long[at]}
              checked={time.days.includes(day)}
              onChange={(event) => {
                const { checked } = event.currentTarget
                const chosen = weekdays.filter((one) => (one === day ? checked : time.days.includes(one)))
                onTime({ ...time, days: chosen })
              }}
            />
            <span aria-hidden="true">{short[at]}</span>
          </label>
        ))}
      </div>
      <div class="time__hours">
        <TextField
          label={text.from}
          type="time"
          value={time.from}
          onValue={(from) => onTime({ ...time, from })}
        />
        <TextField
          label={text.to}
          type="time"
          value={clockOf(time.to)}
          onValue={(to) => onTime({ ...time, to: to === '00:00' ? END_OF_DAY : to })}
        />
        <TextField
          label={text.zone}
          value={time.timeZone}
          onValue={(timeZone) => onTime({ ...time, timeZone })}
        />
        <button type="button" class="icon-button" aria-label={text.removeTime(place + 1)} onClick={onRemove}>
          <Icon name="cross" />
        </button>
      </div>
      <p class="small soft">{text.toHint}</p>
      <p id={id} class="field__fault" role="alert">
        {fault}
      </p>
    </fieldset>
  )
}

/** The protocol's word for midnight at the end; a browser's time field only knows the one at the beginning. */
const END_OF_DAY = '24:00'
const clockOf = (time: string): string => (time === END_OF_DAY ? '00:00' : time)

/** What most people mean, in the zone of whoever writes it. */
function officeHours(): PolicyTime {
  return {
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '08:00',
    to: '18:00',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
