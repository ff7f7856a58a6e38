// Language, appearance, notifications, and what keeps the keys here.
import type { JSX } from 'preact'
import { useApp, useAppState } from '../app.js'
import { laterIfAny } from '../parts/later.js'
import { Heading, Screen } from '../parts/screen.js'
import type { Preferences } from '../preferences.js'
import { themes } from '../preferences.js'
import { languages, useText } from '../text/index.js'

const RingSettings = laterIfAny(() => import('../ringing/screens.js').then((ringing) => ringing.RingSettings))

export function Settings(): JSX.Element {
  const text = useText().settings
  const app = useApp()
  const { preferences } = useAppState()
  return (
    <Screen back={{ at: 'home' }}>
      <Heading>{text.title}</Heading>
      <Choice
        legend={text.language}
        name="language"
        chosen={preferences.language}
        options={[
          ['auto', text.languageAuto],
          ['en', languages.en],
          ['de', languages.de],
        ]}
        onChoose={(language: Preferences['language']) => app.prefer({ ...preferences, language })}
      />
      <Choice
        legend={text.theme}
        name="theme"
        chosen={preferences.theme}
        options={themes.map((theme) => [theme, text[theme]] as const)}
        onChoose={(theme: Preferences['theme']) => app.prefer({ ...preferences, theme })}
      />
      <RingSettings />
      <div class="spread" />
      <p class="small soft center">{text.about}</p>
    </Screen>
  )
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly name: string
  readonly chosen: T
  readonly options: readonly (readonly [T, string])[]
  readonly onChoose: (value: T) => void
}

function Choice<T extends string>({ legend, name, chosen, options, onChoose }: ChoiceProps<T>): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value} class="choices__one">
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
