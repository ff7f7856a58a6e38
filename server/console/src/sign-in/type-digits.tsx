// Six digits that go into the phone, the time there is for it, and how far the request has come.
import type { JSX } from 'preact'
import { Countdown, Digits } from '../parts/digits.js'
import { useText } from '../text/language.js'
import { signInText } from './text.js'
import type { Waiting } from './waiting.js'

export function TypeDigits({ waiting }: { readonly waiting: Waiting }): JSX.Element {
  const text = useText(signInText)
  const { digits, progress, untilMs, lifetimeMs } = waiting
  return (
    <>
      <Digits digits={digits} />
      <Countdown untilMs={untilMs} lifetimeMs={lifetimeMs} onOver={() => {}} />
      <p role="status">{text.progress[progress]}</p>
    </>
  )
}
