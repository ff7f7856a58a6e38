// Notifications in the settings: how it is, the switch, a test that says what it tests; and what keeps the keys on this phone.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import { isInstalled } from '../device-name.js'
import { hrefOf } from '../route.js'
import type { AccountRinging } from './state.js'
import type { RingingMessages } from './text/en.js'
import { useRingingText } from './text/index.js'
import { TurnOn } from './turn-on.js'

export function RingSettings(): JSX.Element {
  const text = useRingingText().settings
  return (
    <>
      <section class="card stack" aria-labelledby="ringing">
        <h2 id="ringing">{text.title}</h2>
        <Ringing />
      </section>
      <section class="card stack" aria-labelledby="keeping">
        <h2 id="keeping">{text.keep}</h2>
        <Keeping />
        {isInstalled() ? (
          <p class="small soft">{text.installed}</p>
        ) : (
          <a class="button button--wide" href={hrefOf({ at: 'install' })}>
            {text.install}
          </a>
        )}
      </section>
    </>
  )
}

function Ringing(): JSX.Element {
  const text = useRingingText().settings
  const app = useApp()
  const { ringing, accounts } = useAppState()
  const known = accounts.flatMap(({ pairing: { deviceId, userId } }) => {
    const account = ringing.accounts[deviceId]
    return account === undefined ? [] : [{ deviceId, userId, account }]
  })
  const states = known.map(({ account }) => account)
  const why = whyNot(ringing.support, states, text)
  if (why !== undefined) return <p role="status">{why}</p>
  const rings = states.includes('on')
  const all = states.every((account) => account === 'on')
  return (
    <>
      <div role="status" class="stack">
        <p>{rings ? (all ? text.on : text.some) : text.off}</p>
        {rings && !all && (
          <ul class="small">
            {known.map(({ deviceId, userId, account }) => (
              <li key={deviceId}>
                {userId}: {text.of[account]}
              </li>
            ))}
          </ul>
        )}
      </div>
      {states.some((account) => account === 'off' || account === 'ended') && (
        <TurnOn label={text.turnOn} kind="button--primary" />
      )}
      {rings && (
        <>
          <TryOut />
          <button
            type="button"
            class="button button--plain"
            onClick={() => void app.parts().ringing.turnOff()}
          >
            {text.turnOff}
          </button>
        </>
      )}
    </>
  )
}

function TryOut(): JSX.Element {
  const text = useRingingText().settings
  const app = useApp()
  const [shown, setShown] = useState<boolean>()
  const tryOut = async (): Promise<void> =>
    setShown(await app.parts().ringing.tryOut(text.tryTitle, text.tryBody))
  return (
    <>
      <button type="button" class="button button--wide" onClick={() => void tryOut()}>
        {text.tryOut}
      </button>
      <p class="small soft" role="status">
        {shown === undefined ? text.tryHint : shown ? text.tried : text.tryFailed}
      </p>
    </>
  )
}

/** Whether the browser may clear the keys by itself, and the way to ask it not to. */
function Keeping(): JSX.Element | null {
  const text = useRingingText().settings
  const [kept, setKept] = useState<boolean>()
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setKept)
  }, [])
  if (kept === undefined) return null
  if (kept) return <p role="status">{text.kept}</p>
  const ask = async (): Promise<void> => {
    const agreed = await navigator.storage.persist()
    setKept(agreed)
    setRefused(!agreed)
  }
  return (
    <>
      <p role="status">{refused ? text.keepRefused : text.notKept}</p>
      <button type="button" class="button button--wide" onClick={() => void ask()}>
        {text.askKeep}
      </button>
    </>
  )
}

/** Why there is nothing to switch; undefined when there is. */
function whyNot(
  support: string,
  states: readonly AccountRinging[],
  text: RingingMessages['settings'],
): string | undefined {
  if (support === 'install_first') return text.installFirst
  if (support === 'no_push') return text.noPush
  if (states.length === 0) return text.noAccount
  if (states.every((account) => account === 'unavailable')) return text.noServer
  return support === 'blocked' ? text.blocked : undefined
}
