// The page at /recover/: whoever lost every phone says who they are, gives two codes of different kinds, and goes on at /me.
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { createApi } from '../api/client.js'
import { Working } from '../parts/notes.js'
import { Alone } from '../shell/alone.js'
import { useText } from '../text/language.js'
import { GiveCode } from './give-code.js'
import type { Kept } from './kept.js'
import { forgetRecovery, keepRecovery, keptRecovery } from './kept.js'
import { recoverText } from './text.js'
import { UserId } from './user-id.js'

type Step = { readonly at: 'who' } | ({ readonly at: 'code' } & Kept) | { readonly at: 'done' }

export function Root(): JSX.Element {
  const text = useText(recoverText)
  const api = useMemo(() => createApi('/v1'), [])
  const [step, setStep] = useState<Step>(whereItWas)
  const goOn = (kept: Kept): void => {
    keepRecovery(kept)
    setStep({ at: 'code', ...kept })
  }
  return (
    <Alone>
      {step.at === 'who' && (
        <UserId api={api} onBegun={({ expiresAtMs }) => goOn({ shown: undefined, expiresAtMs })} />
      )}
      {step.at === 'code' && (
        <GiveCode
          key={step.shown ?? 'first'}
          api={api}
          shown={step.shown}
          expiresAtMs={step.expiresAtMs}
          onAnew={() => {
            forgetRecovery()
            setStep({ at: 'who' })
          }}
          onProven={({ shown, signedIn }) => {
            if (!signedIn) return goOn({ shown, expiresAtMs: step.expiresAtMs })
            forgetRecovery()
            setStep({ at: 'done' })
            location.assign('/me/')
          }}
        />
      )}
      {step.at === 'done' && <Working words={text.done} />}
    </Alone>
  )
}

function whereItWas(): Step {
  const kept = keptRecovery(Date.now())
  return kept ? { at: 'code', ...kept } : { at: 'who' }
}
