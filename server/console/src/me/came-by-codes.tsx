// What somebody sees first who came in with two codes because the phone is gone: what to do now, and how long there is for it.
import type { JSX } from 'preact'
import { Note } from '../parts/notes.js'
import { useSession } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { inBoth, useText } from '../text/language.js'

const recoveredText = inBoth(
  {
    title: 'You came in with codes: pair your new phone now',
    steps: [
      'Pair your new phone below.',
      'Remove the one that is lost, so that nobody approves with it.',
      'Make new backup codes: the one you used is spent.',
      'Then sign out, and sign in with the new phone: everything else is open again.',
    ],
    until: (time: string) => `This lasts until ${time}. All your addresses and phones were told.`,
  },
  {
    title: 'Du bist mit Codes hereingekommen: kopple jetzt dein neues Handy',
    steps: [
      'Kopple unten dein neues Handy.',
      'Entferne das verlorene, damit niemand damit zulässt.',
      'Erstelle neue Backup-Codes: der benutzte ist verbraucht.',
      'Melde dich dann ab und mit dem neuen Handy wieder an: dann ist alles andere wieder offen.',
    ],
    until: (time) => `Das gilt bis ${time}. Alle deine Adressen und Handys wurden benachrichtigt.`,
  },
)

export function CameByCodes(): JSX.Element {
  const text = useText(recoveredText)
  const { time } = useFormat()
  const { session } = useSession()
  return (
    <Note tone="warn">
      <h2>{text.title}</h2>
      <ol class="steps">
        {text.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="small soft">{text.until(time(session.expiresAtMs))}</p>
    </Note>
  )
}
