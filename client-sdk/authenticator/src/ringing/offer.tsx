// Right after the first pairing, when the person knows what for: a sentence of ours, and only then the browser's question.
import type { DeviceId } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import { useRingingText } from './text/index.js'
import { TurnOn } from './turn-on.js'

/** Nothing where it rings nowhere, or where the person has said no before. */
export function RingOffer({ deviceId }: { readonly deviceId: DeviceId }): JSX.Element | null {
  const text = useRingingText().offer
  const { ringing } = useAppState()
  const account = ringing.accounts[deviceId]
  const mayAsk = ringing.support === 'ask' || ringing.support === 'granted'
  const isShown = account !== undefined && account !== 'unavailable' && mayAsk
  const app = useApp()
  useEffect(() => {
    if (isShown) app.parts().ringing.offered()
  }, [app, isShown])
  if (!isShown) return null
  return (
    <section class="card stack" aria-labelledby="ring-offer">
      <h2 id="ring-offer">{text.title}</h2>
      {account === 'on' ? (
        <p role="status">{text.done}</p>
      ) : (
        <>
          <p class="soft">{text.lead}</p>
          {ringing.support === 'ask' && <p class="small soft">{text.next}</p>}
          <TurnOn label={text.on} />
        </>
      )}
    </section>
  )
}
