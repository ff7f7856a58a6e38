// Between the tap on a notification and its request, and what is said when the request is no longer there.
import type { JSX } from 'preact'
import { useApp } from '../app.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { useText } from '../text/index.js'
import type { RangVisit } from './state.js'
import { useRingingText } from './text/index.js'

export function RangArrival({ visit }: { readonly visit: RangVisit }): JSX.Element {
  const text = useRingingText().rang
  const { common } = useText()
  const app = useApp()
  const { rang } = app.parts()
  if (visit.step === 'looking')
    return (
      <Screen onBack={() => rang.leave()}>
        <Working words={text.looking} />
      </Screen>
    )
  const isGone = visit.step === 'none'
  return (
    <Screen onBack={() => rang.leave()}>
      <Heading>{isGone ? text.noneTitle : text.unreachableTitle}</Heading>
      <p role="status">{isGone ? text.none : text.unreachable}</p>
      <div class="spread" />
      {!isGone && (
        <button
          type="button"
          class="button button--primary button--wide"
          onClick={() => void rang.begin(visit.deviceId)}
        >
          {common.again}
        </button>
      )}
      <button type="button" class="button button--wide" onClick={() => rang.leave()}>
        {text.home}
      </button>
    </Screen>
  )
}
