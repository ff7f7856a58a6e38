// The page at /recover/: whoever lost every phone says who they are, gives two codes of different kinds, and goes on at /me.
import type { CodeWay } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { createApi } from '../api/client.js'
import { Working } from '../parts/notes.js'
import { Alone } from '../shell/alone.js'
import { useText } from '../text/language.js'
import { GiveCode } from './give-code.js'
import { recoverText } from './text.js'
import { UserId } from './user-id.js'

type Step =
  | { readonly at: 'who' }
  | { readonly at: 'code'; readonly shown: CodeWay | undefined; readonly expiresAtMs: number }
  | { readonly at: 'done' }

export function Root(): JSX.Element {
  const text = useText(recoverText)
  const api = useMemo(() => createApi('/v1'), [])
  const [step, setStep] = useState<Step>({ at: 'who' })
  return (
    <Alone>
      {step.at === 'who' && (
        <UserId
          api={api}
          onBegun={({ expiresAtMs }) => setStep({ at: 'code', shown: undefined, expiresAtMs })}
        />
      )}
      {step.at === 'code' && (
        <GiveCode
          key={step.shown ?? 'first'}
          api={api}
          shown={step.shown}
          expiresAtMs={step.expiresAtMs}
          onAnew={() => setStep({ at: 'who' })}
          onProven={({ shown, signedIn }) => {
            setStep(signedIn ? { at: 'done' } : { ...step, shown })
            if (signedIn) location.assign('/me/')
          }}
        />
      )}
      {step.at === 'done' && <Working words={text.done} />}
    </Alone>
  )
}
