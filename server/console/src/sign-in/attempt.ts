// One attempt to sign in: ask for an ID, show the digits, wait for the phone, finish. The steps as a union, driven by a hook.
import type { ChallengeStatus } from '@countersign/protocol'
import { CHALLENGE_TTL_SECONDS } from '@countersign/protocol'
import type { SessionBody, SignInStarted, StartSignInBody } from '@countersign/protocol/admin'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import type { WatchEnd } from './watch.js'
import { watchOutcome } from './watch.js'

export type Step =
  | { readonly at: 'asking_id'; readonly ended?: WatchEnd; readonly fault?: Fault }
  | { readonly at: 'starting' }
  | {
      readonly at: 'waiting'
      readonly started: SignInStarted
      readonly status: ChallengeStatus | undefined
      /** By this browser's clock. */
      readonly untilMs: number
      readonly lifetimeMs: number
    }
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
    setStep(waiting(started.value, undefined))
    const end = await watchOutcome(
      started.value.watchToken,
      (status) => !signal.aborted && setStep(waiting(started.value, status)),
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

/** Until the first status tells the server's clock, this browser's own is taken. */
function waiting(started: SignInStarted, status: ChallengeStatus | undefined): Step {
  const nowMs = Date.now()
  const leftMs = started.expiresAtMs - (status?.nowMs ?? nowMs)
  return { at: 'waiting', started, status, untilMs: nowMs + leftMs, lifetimeMs: CHALLENGE_TTL_SECONDS * 1000 }
}
