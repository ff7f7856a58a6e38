// What the home screen has to say before all else: a new version, ringing that ended or could begin, a key that is gone.
import type { JSX } from 'preact'
import { useApp, useAppState } from '../app.js'
import { Icon } from '../parts/icons.js'
import { Working } from '../parts/screen.js'
import { hrefOf } from '../route.js'
import { mayAsk } from './state.js'
import { useRingingText } from './text/index.js'
import { TurnOn } from './turn-on.js'

export function News(): JSX.Element {
  const { accounts } = useAppState()
  return (
    <>
      <Update />
      {accounts.map(
        ({ pairing: { deviceId, userId }, condition }) =>
          condition === 'keys_vanished' && <Vanished key={deviceId} userId={userId} />,
      )}
      <Ringing />
    </>
  )
}

function Update(): JSX.Element | null {
  const text = useRingingText().news
  const app = useApp()
  const { update } = useAppState()
  if (update === 'none') return null
  return (
    <section class="card stack" aria-labelledby="update" role="status">
      <h2 id="update">{text.updateTitle}</h2>
      {update === 'taking' ? (
        <Working words={text.updating} />
      ) : (
        <>
          <p class="soft">{text.updateLead}</p>
          <button type="button" class="button button--wide" onClick={() => app.update()}>
            {text.update}
          </button>
        </>
      )}
    </section>
  )
}

function Vanished({ userId }: { readonly userId: string }): JSX.Element {
  const text = useRingingText().news
  return (
    <section class="card stack">
      <h2>{text.vanishedTitle(userId)}</h2>
      <p class="soft">{text.vanished}</p>
      <a class="button button--primary button--wide" href={hrefOf({ at: 'add' })}>
        {text.pairAgain}
      </a>
    </section>
  )
}

function Ringing(): JSX.Element | null {
  const text = useRingingText().news
  const app = useApp()
  const { ringing, update } = useAppState()
  if (ringing.mended)
    return (
      <div class="banner" role="status">
        <Icon name="info" />
        <p class="banner__words">{text.mended}</p>
        <button type="button" class="banner__button" onClick={() => app.parts().ringing.noted()}>
          {text.ok}
        </button>
      </div>
    )
  if (Object.values(ringing.accounts).includes('ended'))
    return <Ended isBlocked={ringing.support === 'blocked'} />
  // One question at a time.
  if (update !== 'none' || !mayAsk(ringing)) return null
  return (
    <section class="card stack" aria-labelledby="ring-ask">
      <h2 id="ring-ask">{text.askTitle}</h2>
      <p class="soft">{text.ask}</p>
      <TurnOn label={useRingingText().settings.turnOn} />
      <button type="button" class="button button--plain" onClick={() => app.parts().ringing.notNow()}>
        {text.notNow}
      </button>
    </section>
  )
}

/** The browser or the push service ended it (RFC 8030 §7.3: 404 or 410): nobody's fault, and one tap to mend. */
function Ended({ isBlocked }: { readonly isBlocked: boolean }): JSX.Element {
  const text = useRingingText().news
  const app = useApp()
  return (
    <section class="card stack" aria-labelledby="ring-ended" role="status">
      <h2 id="ring-ended">{text.endedTitle}</h2>
      <p class="soft">{text.ended}</p>
      {isBlocked ? <p>{text.blockedNext}</p> : <TurnOn label={text.turnOnAgain} kind="button--primary" />}
      <button type="button" class="button button--plain" onClick={() => void app.parts().ringing.turnOff()}>
        {text.leaveOff}
      </button>
    </section>
  )
}
