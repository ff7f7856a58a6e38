// The switches for language and appearance; both begin with what the browser and the system say.
import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from '../parts/icons.js'
import type { Language } from '../text/language.js'
import { inBoth, languages, useSpeech, useText } from '../text/language.js'
import type { Theme } from '../text/preferences.js'
import { themes } from '../text/preferences.js'
import { usePreferences } from '../text/speaker.js'

const text = inBoth(
  { language: 'Language', theme: 'Appearance', auto: 'Auto', light: 'Light', dark: 'Dark' },
  { language: 'Sprache', theme: 'Aussehen', auto: 'Auto', light: 'Hell', dark: 'Dunkel' },
)

export function Switches(): JSX.Element {
  const words = useText(text)
  const { language } = useSpeech()
  const { preferences, prefer } = usePreferences()
  return (
    <>
      <Segments
        legend={words.language}
        chosen={language}
        options={(['en', 'de'] as const).map((one) => [one, one.toUpperCase(), languages[one]])}
        onChoose={(chosen: Language) => prefer({ language: chosen })}
      />
      <Segments
        legend={words.theme}
        chosen={preferences.theme}
        options={themes.map((one) => [one, <Icon key={one} name={one} />, words[one]])}
        onChoose={(theme: Theme) => prefer({ theme })}
      />
    </>
  )
}

interface SegmentsProps<T extends string> {
  readonly legend: string
  readonly chosen: T
  readonly options: readonly (readonly [value: T, shown: ComponentChildren, spoken: string])[]
  readonly onChoose: (value: T) => void
}

function Segments<T extends string>({ legend, chosen, options, onChoose }: SegmentsProps<T>): JSX.Element {
  const name = useId()
  return (
    <fieldset class="segments">
      <legend class="unseen">{legend}</legend>
      {options.map(([value, shown, spoken]) => (
        <label key={value} title={spoken}>
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            aria-label={spoken}
            onChange={() => onChoose(value)}
          />
          <span aria-hidden="true">{shown}</span>
        </label>
      ))}
    </fieldset>
  )
}
