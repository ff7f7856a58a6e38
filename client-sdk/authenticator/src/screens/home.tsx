// Home: the accounts on this phone, each with its state in words, and the way to ask for requests by hand.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Account } from '../app-state.js'
import { hostOf } from '../format.js'
import { unreadOf } from '../notice-board.js'
import { Icon } from '../parts/icons.js'
import { laterIfAny } from '../parts/later.js'
import { Heading, Screen } from '../parts/screen.js'
import { hrefOf } from '../route.js'
import { useText } from '../text/index.js'
import { SettingsLink } from './welcome.js'

const News = laterIfAny(() => import('../ringing/screens.js').then((ringing) => ringing.News))

export function Home(): JSX.Element {
  const text = useText()
  const { accounts, online } = useAppState()
  const allReady = accounts.every(({ condition }) => condition === 'online')
  return (
    <Screen tools={<Tools />}>
      {!online && (
        <p class="banner" role="status">
          <Icon name="offline" />
          <span>{text.home.offline}</span>
        </p>
      )}
      <NewNotices />
      <News />
      <div class="quiet">
        <Heading class="quiet__title">{allReady ? text.home.quiet : text.home.title}</Heading>
        <p class="soft">{text.home.quietLead}</p>
      </div>
      <ul class="stack">
        {accounts.map((account) => (
          <li key={account.pairing.deviceId}>
            <AccountCard account={account} />
          </li>
        ))}
      </ul>
      <CodesRow />
      <a class="button button--plain" href={hrefOf({ at: 'add' })}>
        <Icon name="plus" />
        {text.home.add}
      </a>
      <div class="spread" />
      <Check />
    </Screen>
  )
}

/** Something about an account changed since the person last looked: the way to read it. */
function NewNotices(): JSX.Element {
  const { notices: text } = useText()
  const state = useAppState()
  return (
    <div role="status">
      {state.accounts.map(({ pairing: { deviceId, userId } }) => {
        const count = unreadOf(state, deviceId)
        return (
          count > 0 && (
            <a key={deviceId} class="banner banner--link" href={hrefOf({ at: 'notices', deviceId })}>
              <Icon name="shield" />
              <span>
                {text.unread(count)}
                {state.accounts.length > 1 && ` (${userId})`}
              </span>
              <span class="banner__open">{text.open}</span>
            </a>
          )
        )
      })}
    </div>
  )
}

function Tools(): JSX.Element {
  const text = useText()
  return (
    <nav class="tools">
      <a class="icon-button" href={hrefOf({ at: 'history' })} aria-label={text.common.history}>
        <Icon name="history" />
      </a>
      <SettingsLink />
    </nav>
  )
}

/** Codes are one tap away, and none is on this screen. */
function CodesRow(): JSX.Element {
  const text = useText().codes
  return (
    <a class="card codes-row" href={hrefOf({ at: 'codes' })}>
      <span class="account-card__letter" aria-hidden="true">
        <Icon name="key" />
      </span>
      <span class="account-card__words">
        <span class="account-card__name">{text.open}</span>
        <span class="small soft">{text.openLead}</span>
      </span>
      <Icon name="next" />
    </a>
  )
}

function AccountCard({ account: { pairing, condition } }: { readonly account: Account }): JSX.Element {
  const text = useText()
  return (
    <a class="card account-card" href={hrefOf({ at: 'account', deviceId: pairing.deviceId })}>
      <span class="account-card__letter" aria-hidden="true">
        {[...pairing.serverName][0]?.toUpperCase()}
      </span>
      <span class="account-card__words">
        <span class="account-card__name">{pairing.userId}</span>
        <span class="small soft">
          {pairing.serverName} · {hostOf(pairing.serverUrl)}
        </span>
        <span class={`state state--${condition}`}>{text.home.state[condition]}</span>
      </span>
      <Icon name="next" />
    </a>
  )
}

function Check(): JSX.Element {
  const text = useText().home
  const app = useApp()
  const [result, setResult] = useState<'idle' | 'checking' | 'none' | 'offline'>('idle')
  const check = async (): Promise<void> => {
    setResult('checking')
    const waiting = await app.parts().accounts.pullAll()
    setResult(waiting === undefined ? 'offline' : 'none')
  }
  return (
    <div class="stack">
      <a class="button button--primary button--wide" href={hrefOf({ at: 'login-scan' })}>
        <Icon name="scan" />
        {text.scan}
      </a>
      <p class="small soft center" role="status">
        {result === 'none' && text.checkedNone}
        {result === 'offline' && text.checkedOffline}
      </p>
      <button
        type="button"
        class="button button--wide"
        disabled={result === 'checking'}
        onClick={() => void check()}
      >
        <Icon name="refresh" />
        {result === 'checking' ? text.checking : text.check}
      </button>
    </div>
  )
}
