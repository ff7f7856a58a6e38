// One account: its server, this device's name, its key in plain words, what to do when something is wrong, and the way out.
import type { PublicBranding } from '@countersign/protocol'
import { tonesOf } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Account as AccountState } from '../app-state.js'
import { hostOf, longDate } from '../format.js'
import { ConfirmDialog } from '../parts/confirm-dialog.js'
import { laterIfAny } from '../parts/later.js'
import { OfflineCodeCard } from '../parts/offline-code.js'
import { Heading, Screen } from '../parts/screen.js'
import { go, hrefOf } from '../route.js'
import { useSpeech, useText } from '../text/index.js'
import { ConfirmationNumber } from './pairing.js'

const BiometricsCard = laterIfAny(() =>
  import('../proving/screens.js').then((proving) => proving.BiometricsCard),
)
const PinCard = laterIfAny(() => import('../pin/card.js').then((pin) => pin.PinCard))
const QuietHoursCard = laterIfAny(() => import('../quiet/card.js').then((quiet) => quiet.QuietHoursCard))

export function Account({ account }: { readonly account: AccountState }): JSX.Element {
  const speech = useSpeech()
  const { text } = speech
  const app = useApp()
  const { keyKind } = useAppState()
  const [asking, setAsking] = useState(false)
  const { pairing } = account
  const branding = useBranding(pairing.serverUrl)
  return (
    <Screen back={{ at: 'home' }}>
      <div class="stack">
        <Heading>{pairing.userId}</Heading>
        <p class={`state state--${account.condition}`}>{text.home.state[account.condition]}</p>
      </div>
      <Trouble account={account} />
      <BiometricsCard account={account} />
      <PinCard account={account} />
      <OfflineCodeCard account={account} />
      <QuietHoursCard account={account} />
      <dl
        class={`facts facts--tall card${branding?.colour ? ' card--branded' : ''}`}
        style={edgeOf(branding)}
      >
        <dt>{text.account.server}</dt>
        <dd>
          {pairing.serverName}
          <br />
          <span class="small soft">{hostOf(pairing.serverUrl)}</span>
        </dd>
        <dt>{text.account.device}</dt>
        <dd>{pairing.deviceName}</dd>
        <dt>{text.account.paired}</dt>
        <dd>{longDate(pairing.pairedAtMs, speech)}</dd>
        <dt>{text.account.key}</dt>
        <dd class="small">{keyWords(keyKind, text.account.keyKind)}</dd>
      </dl>
      {branding && <Help branding={branding} />}
      <a class="button button--wide" href={hrefOf({ at: 'notices', deviceId: pairing.deviceId })}>
        {text.notices.title}
      </a>
      <div class="spread" />
      <button type="button" class="button button--danger-quiet button--wide" onClick={() => setAsking(true)}>
        {text.account.remove}
      </button>
      {asking && (
        <ConfirmDialog
          title={text.account.removeTitle(pairing.userId)}
          lead={text.account.removeLead}
          confirm={text.account.removeConfirm}
          keep={text.account.removeKeep}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            void app
              .parts()
              .accounts.remove(pairing.deviceId)
              .then(() => go({ at: 'home' }))
          }}
        />
      )}
    </Screen>
  )
}

/** How the server looks, as it says itself: unsigned, so nothing is decided by it. Undefined while it cannot be asked. */
function useBranding(serverUrl: string): PublicBranding | undefined {
  const app = useApp()
  const [branding, setBranding] = useState<PublicBranding>()
  useEffect(() => {
    let gone = false
    void app
      .parts()
      .branding(serverUrl)
      .then((found) => !gone && setBranding(found))
    return () => {
      gone = true
    }
  }, [app, serverUrl])
  return branding
}

/** The server's colour on an edge only, so that no words can lose their contrast. */
function edgeOf(branding: PublicBranding | undefined): Readonly<Record<string, string>> | undefined {
  if (!branding?.colour) return undefined
  const { light, dark } = tonesOf(branding.colour)
  return { '--brand': `light-dark(${light}, ${dark})` }
}

/** Where people find help, as the server says it; words of its own, shown as text. Nothing while it says nothing. */
function Help({ branding }: { readonly branding: PublicBranding }): JSX.Element | null {
  const text = useText().notices
  if (branding.helpText === '' && branding.supportContact === '') return null
  // The app loads pictures from its own server only; another one's logo stays away.
  const logo = branding.logoUrl?.startsWith(`${location.origin}/`) ? branding.logoUrl : undefined
  return (
    <section class="card stack">
      <h2 class="help__title">
        {logo && <img class="help__logo" src={logo} alt="" />}
        {text.help}
      </h2>
      {branding.helpText !== '' && <p class="help__text">{branding.helpText}</p>}
      {branding.supportContact !== '' && (
        <p>
          <span class="soft">{text.contact}: </span>
          {branding.supportContact}
        </p>
      )}
    </section>
  )
}

/** What is not as it should be, why that is no disaster, and the next step. */
function Trouble({ account }: { readonly account: AccountState }): JSX.Element | null {
  const text = useText()
  const app = useApp()
  switch (account.condition) {
    case 'keys_vanished':
    case 'revoked': {
      const vanished = account.condition === 'keys_vanished'
      return (
        <section class="card stack">
          <h2>{vanished ? text.account.vanishedTitle : text.account.revokedTitle}</h2>
          <p class="soft">{vanished ? text.account.vanished : text.account.revoked}</p>
          <a class="button button--primary button--wide" href={hrefOf({ at: 'add' })}>
            {text.account.pairAgain}
          </a>
        </section>
      )
    }
    case 'waiting_confirmation':
      return (
        <section class="card stack">
          <h2>{text.account.waitingTitle}</h2>
          <p class="soft">{text.account.waiting}</p>
          {account.confirmation && <ConfirmationNumber digits={account.confirmation} />}
        </section>
      )
    case 'suspended':
      return (
        <section class="card stack">
          <h2>{text.account.suspendedTitle}</h2>
          <p class="soft">{account.pin.triesLeft === 0 ? text.request.pinLocked : text.request.suspended}</p>
        </section>
      )
    case 'replaced':
      return (
        <button
          type="button"
          class="button button--primary button--wide"
          onClick={() => app.parts().accounts.device(account.pairing.deviceId)?.takeOver()}
        >
          {text.otherTab.use}
        </button>
      )
    default:
      return null
  }
}

function keyWords(
  kind: string | undefined,
  words: { readonly webcrypto: string; readonly sealed: string; readonly other: string },
): string {
  if (kind === 'webcrypto') return words.webcrypto
  return kind === 'sealed-tweetnacl' ? words.sealed : words.other
}
