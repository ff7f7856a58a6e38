// Gives every screen below it the person's language, and the switch for language and appearance its value.
import type { ComponentChildren, JSX } from 'preact'
import { createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { SpeechContext, speechFor } from './language.js'
import type { Preferences } from './preferences.js'
import { applyPreferences, languageFor, loadPreferences, savePreferences } from './preferences.js'

interface Preferring {
  readonly preferences: Preferences
  readonly prefer: (change: Partial<Preferences>) => void
}

const PreferenceContext = createContext<Preferring>({
  preferences: { language: 'auto', theme: 'auto' },
  prefer: () => {},
})
export const usePreferences = (): Preferring => useContext(PreferenceContext)

export function Speaker({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [preferences, setPreferences] = useState(loadPreferences)
  useEffect(() => applyPreferences(preferences), [preferences])
  const language = languageFor(preferences)
  const speech = useMemo(() => speechFor(language, navigator.languages), [language])
  const preferring = useMemo<Preferring>(
    () => ({
      preferences,
      prefer(change) {
        const next = { ...preferences, ...change }
        savePreferences(next)
        setPreferences(next)
      },
    }),
    [preferences],
  )
  return (
    <PreferenceContext.Provider value={preferring}>
      <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>
    </PreferenceContext.Provider>
  )
}
