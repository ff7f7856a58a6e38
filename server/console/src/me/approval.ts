// An approval on one's own phone before another is added: asked, waited for, spent. The steps as a union, driven by a hook.
import type { ChallengeStatus } from '@countersign/protocol'
import { CHALLENGE_TTL_SECONDS } from '@countersign/protocol'
import type { SignInStarted } from '@countersign/protocol/admin'
import type { MyPairingStarted, StartMyPairingBody } from '@countersign/protocol/me'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import type { WatchEnd } from '../sign-in/watch.js'
import { watchOutcome } from '../sign-in/watch.js'

export type ApprovalStep =
  | { readonly at: 'before'; readonly ended?: WatchEnd; readonly fault?: Fault }
  | { readonly at: 'asking' }
  | {
      readonly at: 'waiting'
      readonly asked: SignInStarted
      readonly progress: ChallengeStatus['progress']
      /** By this browser's clock. */
      readonly untilMs: number
      readonly lifetimeMs: number
    }
  | { readonly at: 'making' }
  | { readonly at: 'pairing'; readonly started: MyPairingStarted }

/** `ask` begins, also once more from the start: a new link needs a new approval. */
export function useApproval(api: Api): { readonly step: ApprovalStep; readonly ask: () => void } {
  const [step, setStep] = useState<ApprovalStep>({ at: 'before' })
  const running = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const run = async ({ signal }: AbortController): Promise<void> => {
    setStep({ at: 'asking' })
    const asked = await api.send<SignInStarted>('POST', '/pairings/approval')
    if (signal.aborted) return
    if (!asked.ok) return setStep({ at: 'before', fault: asked.fault })
    setStep(waiting(asked.value, undefined))
    const { watchToken, challengeId } = asked.value
    const show = (status: ChallengeStatus): void => {
      if (!signal.aborted) setStep(waiting(asked.value, status))
    }
    const end = await watchOutcome(watchToken, show, signal)
    if (signal.aborted) return
    if (end !== 'approved') return setStep({ at: 'before', ended: end })
    setStep({ at: 'making' })
    const body: StartMyPairingBody = { challengeId }
    const started = await api.send<MyPairingStarted>('POST', '/pairings', body)
    if (signal.aborted) return
    setStep(started.ok ? { at: 'pairing', started: started.value } : { at: 'before', fault: started.fault })
  }

  return {
    step,
    ask() {
      running.current?.abort()
      running.current = new AbortController()
      void run(running.current)
    },
  }
}

/** Until the first status tells the server's clock, this browser's own is taken. */
function waiting(asked: SignInStarted, status: ChallengeStatus | undefined): ApprovalStep {
  const nowMs = Date.now()
  return {
    at: 'waiting',
    asked,
    progress: status?.progress ?? (asked.delivery === 'pull' ? 'waiting' : 'sent'),
    untilMs: nowMs + asked.expiresAtMs - (status?.nowMs ?? nowMs),
    lifetimeMs: CHALLENGE_TTL_SECONDS * 1000,
  }
}
