// After the answer: it is being sent, or what came of it, and what to do next.
import { REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Answering, Ended } from '../app-state.js'
import { wayBack } from '../link-visit.js'
import { useArmed } from '../parts/armed.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { useText } from '../text/index.js'
import { verdictOf } from '../verdict.js'

export function Sending({ answering }: { readonly answering: Answering }): JSX.Element {
  const text = useText().sending
  const { online, accounts } = useAppState()
  const deviceId = answering.held[0]?.deviceId
  const account = accounts.find((one) => one.pairing.deviceId === deviceId)
  const connected = account?.condition === 'online' || account?.condition === 'suspended'
  return (
    <Screen>
      <div class="verdict" key={connected ? 'sending' : 'waiting'}>
        {online && connected ? (
          <Working words={answering.decision === 'approve' ? text.approve : text.deny} />
        ) : (
          <>
            <span class="verdict__sign">
              <Icon name="offline" />
            </span>
            <Heading>{text.offlineTitle}</Heading>
            <p role="status">{text.offline}</p>
          </>
        )}
      </div>
    </Screen>
  )
}

const signs = { good: 'check', stopped: 'cross', neutral: 'info' } as const

/** Long enough to read one sentence; a request behind it has little time. */
const YIELD_AFTER_MS = 4_000

interface OutcomeProps {
  readonly ended: Ended
  /** Requests that wait behind this screen. */
  readonly waiting: number
}

export function Outcome({ ended, waiting }: OutcomeProps): JSX.Element {
  const text = useText()
  const app = useApp()
  const { answers } = app.parts()
  const verdict = verdictOf(ended, text)
  const back = wayBack(useAppState(), ended)
  const armed = useArmed(ended.held.request.challengeId)
  const inTime = useTimeToTakeBack(ended)
  useYield(waiting > 0 && !verdict.mustBeRead, answers.dismiss)
  return (
    <Screen class="frame--outcome">
      <div role="status">
        {waiting > 0 && (
          <p class="banner">
            <Icon name="info" />
            <span>{text.outcome.waiting}</span>
          </p>
        )}
      </div>
      <div class="verdict">
        <span class={`verdict__sign verdict__sign--${verdict.sign}`}>
          <Icon name={signs[verdict.sign]} />
        </span>
        <Heading key={verdict.title}>{verdict.title}</Heading>
        <div class="stack" role="status">
          {verdict.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </div>
      {verdict.canTakeBack && inTime && (
        <div class="stack take-back">
          <div class="pair-of-buttons">
            <button
              type="button"
              class="button button--danger-quiet"
              disabled={!armed}
              onClick={() => void answers.takeBack(ended, 'deny')}
            >
              {text.outcome.undo}
            </button>
            <button
              type="button"
              class="button button--danger-quiet"
              disabled={!armed}
              onClick={() => void answers.takeBack(ended, 'report')}
            >
              {text.outcome.reportInstead}
            </button>
          </div>
          <p class="small soft center">{text.outcome.undoHint}</p>
        </div>
      )}
      <div class="spread" />
      {back !== undefined && verdict.sign === 'good' && (
        <p class="soft center">{text.link.goingBack(ended.held.request.appName)}</p>
      )}
      {back !== undefined && (
        <a class="button button--primary button--wide" href={back}>
          {text.link.back(ended.held.request.appName)}
        </a>
      )}
      <button
        type="button"
        class={waiting > 0 ? 'button button--primary button--wide' : 'button button--wide'}
        disabled={!armed}
        onClick={() => answers.dismiss()}
      >
        {waiting > 0 ? text.outcome.next(waiting) : text.common.done}
      </button>
    </Screen>
  )
}

/** An approval that nobody redeemed within this time has lapsed: then there is nothing left to take back. */
function useTimeToTakeBack({ held, result }: Ended): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    setOver(false)
    const timer = setTimeout(() => setOver(true), REDEEM_WITHIN_SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [held.request.challengeId, result.state])
  return !over
}

/** Gives the screen to a waiting request once the outcome was there long enough; yesterday's outcome at once. */
function useYield(wanted: boolean, give: () => void): void {
  const [shownAtMs] = useState(() => performance.now())
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(give, Math.max(0, YIELD_AFTER_MS - (performance.now() - shownAtMs)))
    return () => clearTimeout(timer)
  }, [wanted, shownAtMs, give])
}
