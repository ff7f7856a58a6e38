// Right after the first pairing, when the person knows what for: a sentence of ours, and only then the browser's question.
import type { DeviceId } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { InTurn } from '../parts/offer.js'
import { Offer } from '../parts/offer.js'
import { useRingingText } from './text/index.js'
import { TurnOn } from './turn-on.js'

/** Nothing of its own where it rings nowhere, or where the person has said no before. */
export function RingOffer({ deviceId, next }: InTurn & { readonly deviceId: DeviceId }): JSX.Element | null {
  const text = useRingingText().offer
  const { ringing } = useAppState()
  const account = ringing.accounts[deviceId]
  const mayAsk = ringing.support === 'ask' || ringing.support === 'granted'
  const isShown = account !== undefined && account !== 'unavailable' && mayAsk
  const app = useApp()
  useEffect(() => {
    if (isShown) app.parts().ringing.offered()
  }, [app, isShown])
  // The server says it in a moment: a question that another one pushes away is tapped by mistake.
  if (mayAsk && account === undefined) return null
  if (!isShown) return next ?? null
  return (
    <Offer title={text.title} done={account === 'on' ? text.done : undefined} next={next}>
      <p class="soft">{text.lead}</p>
      {ringing.support === 'ask' && <p class="small soft">{text.next}</p>}
      <TurnOn label={text.on} kind="button--primary" />
    </Offer>
  )
}
