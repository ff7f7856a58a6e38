// The code of an account for times without a network: offered after pairing, shown at the account, ended there.
import type { DeviceId } from '@countersign/protocol'
import { TOTP_PERIOD_SECONDS } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AskFault } from '../account-asks.js'
import { useApp, useAppState } from '../app.js'
import type { Account } from '../app-state.js'
import { useText } from '../text/index.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { LiveCode } from './live-code.js'
import { Offer } from './offer.js'
import { Working } from './screen.js'

/** Right after pairing: one tap, or none. Nothing where the server's policies have no use for it. */
export function OfflineCodeOffer({ deviceId }: { readonly deviceId: DeviceId }): JSX.Element | null {
  const text = useText().offlineCode
  const account = useAppState().accounts.find((one) => one.pairing.deviceId === deviceId)
  if (account === undefined || account.offlineCode.isAllowed !== true) return null
  const done = account.offlineCode.isHeld ? text.ready : undefined
  return (
    <Offer title={text.offerTitle} done={done}>
      <p class="soft">{text.offer}</p>
      <MakeCode account={account} kind="button--primary" />
    </Offer>
  )
}

/** At the account. Nothing where there is none and none can be had. */
export function OfflineCodeCard({ account }: { readonly account: Account }): JSX.Element | null {
  const text = useText().offlineCode
  const { isHeld, isAllowed } = account.offlineCode
  if (!isHeld && isAllowed !== true) return null
  return (
    <section class="card stack" aria-labelledby="offline-code">
      <h2 id="offline-code">{text.title}</h2>
      {isHeld && isAllowed === false && <p>{text.notAllowed}</p>}
      {isHeld && isAllowed !== false && (
        <>
          <OfflineCode account={account} size="large" />
          <p class="small soft">{text.lead}</p>
        </>
      )}
      {isHeld ? (
        <RemoveCode account={account} />
      ) : (
        <>
          <p class="soft">{text.none}</p>
          <MakeCode account={account} />
        </>
      )}
    </section>
  )
}

export function OfflineCode({
  account: { pairing },
  size,
  hidden = false,
}: {
  readonly account: Account
  readonly size: 'large' | 'row'
  readonly hidden?: boolean
}): JSX.Element {
  const app = useApp()
  return (
    <LiveCode
      title={pairing.userId}
      periodSeconds={TOTP_PERIOD_SECONDS}
      read={() => app.parts().asks.codeOf(pairing.deviceId)}
      size={size}
      hidden={hidden}
    />
  )
}

function MakeCode({
  account,
  kind = '',
}: {
  readonly account: Account
  readonly kind?: string
}): JSX.Element {
  const text = useText().offlineCode
  const { state, run } = useAsking()
  const app = useApp()
  if (state === 'busy') return <Working words={text.making} />
  return (
    <>
      <Fault of={state} />
      <button
        type="button"
        class={`button ${kind} button--wide`}
        onClick={() => {
          // Asked in the person's own tap: what is evicted with the storage would have to be set up again.
          void navigator.storage?.persist?.()
          run(() => app.parts().asks.makeCode(account.pairing.deviceId))
        }}
      >
        {text.make}
      </button>
    </>
  )
}

function RemoveCode({ account }: { readonly account: Account }): JSX.Element {
  const text = useText().offlineCode
  const { state, run } = useAsking()
  const app = useApp()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Fault of={state} />
      <button
        type="button"
        class="button button--plain"
        disabled={state === 'busy'}
        onClick={() => setAsking(true)}
      >
        {text.remove}
      </button>
      {asking && (
        <ConfirmDialog
          title={text.removeTitle}
          lead={text.removeLead}
          confirm={text.removeConfirm}
          keep={text.removeKeep}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            run(() => app.parts().asks.endCode(account.pairing.deviceId))
          }}
        />
      )}
    </>
  )
}

type Asking = 'idle' | 'busy' | { readonly fault: AskFault }

/** A question to the server under way, and what came of it when it was no. */
function useAsking(): {
  readonly state: Asking
  readonly run: (ask: () => Promise<AskFault | undefined>) => void
} {
  const [state, setState] = useState<Asking>('idle')
  const run = (ask: () => Promise<AskFault | undefined>): void => {
    setState('busy')
    void ask().then((fault) => setState(fault === undefined ? 'idle' : { fault }))
  }
  return { state, run }
}

function Fault({ of }: { readonly of: Asking }): JSX.Element | null {
  const text = useText().offlineCode
  if (typeof of === 'string') return null
  return (
    <p class="field__fault" role="alert">
      {text.faults[of.fault]}
    </p>
  )
}
