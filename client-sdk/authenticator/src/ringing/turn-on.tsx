// "Turn on notifications": the tap within which the browser may ask, and what came of it.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp } from '../app.js'
import { Working } from '../parts/screen.js'
import type { RingFault } from './ringing.js'
import { useRingingText } from './text/index.js'

export function TurnOn({ label, kind }: { readonly label: string; readonly kind?: string }): JSX.Element {
  const text = useRingingText()
  const app = useApp()
  const [state, setState] = useState<'idle' | 'busy' | { readonly fault: RingFault }>('idle')
  const turnOn = async (): Promise<void> => {
    setState('busy')
    const fault = await app.parts().ringing.turnOn()
    setState(fault === undefined ? 'idle' : { fault })
  }
  if (state === 'busy') return <Working words={text.offer.working} />
  return (
    <>
      {typeof state === 'object' && (
        <p class="field__fault" role="alert">
          {text.faults[state.fault]}
        </p>
      )}
      <button type="button" class={`button ${kind ?? ''} button--wide`} onClick={() => void turnOn()}>
        {label}
      </button>
    </>
  )
}
