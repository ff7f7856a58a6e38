// One attempt to sign in: ask for an ID, show the digits, wait for the phone, finish. The steps as a union, driven by a hook.
import type { SessionBody, SignInStarted, StartSignInBody } from '@countersign/protocol/admin'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import type { Waiting } from './waiting.js'
import { waitingFor } from './waiting.js'
import type { WatchEnd } from './watch.js'
import { watchOutcome } from './watch.js'

export type Step =
  | { readonly at: 'asking_id'; readonly ended?: WatchEnd; readonly fault?: Fault }
  | { readonly at: 'starting' }
  | { readonly at: 'waiting'; readonly waiting: Waiting }
  | { readonly at: 'finishing' }

export interface Attempt {
  readonly step: Step
  readonly start: (userId: string) => void
  readonly leave: () => void
}

/** `api` is the one of /admin/v1 or /me/v1: both sign in under /session. */
export function useAttempt(api: Api, onSignedIn: (session: SessionBody) => void): Attempt {
  const [step, setStep] = useState<Step>({ at: 'asking_id' })
  const running = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const run = async (userId: string, { signal }: AbortController): Promise<void> => {
    setStep({ at: 'starting' })
    const body: StartSignInBody = { userId }
    const started = await api.send<SignInStarted>('POST', '/session/start', body)
    if (signal.aborted) return
    if (!started.ok) return setStep({ at: 'asking_id', fault: started.fault })
    setStep({ at: 'waiting', waiting: waitingFor(started.value) })
    const end = await watchOutcome(
      started.value.watchToken,
      (status) => !signal.aborted && setStep({ at: 'waiting', waiting: waitingFor(started.value, status) }),
      signal,
    )
    if (signal.aborted) return
    if (end !== 'approved') return setStep({ at: 'asking_id', ended: end })
    setStep({ at: 'finishing' })
    const session = await api.send<SessionBody>('POST', '/session/finish')
    if (signal.aborted) return
    if (session.ok) onSignedIn(session.value)
    else setStep({ at: 'asking_id', fault: session.fault })
  }

  return {
    step,
    start(userId) {
      running.current?.abort()
      running.current = new AbortController()
      void run(userId, running.current)
    },
    leave() {
      running.current?.abort()
      setStep({ at: 'asking_id' })
    },
  }
}
