// One fresh approval: ask the phone, show the digits, wait, spend it. The steps as a union, driven by a hook.
import type { FinishApprovalBody, SessionBody, SignInStarted } from '@countersign/protocol/admin'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import type { Waiting } from '../sign-in/waiting.js'
import { waitingFor } from '../sign-in/waiting.js'
import type { WatchEnd } from '../sign-in/watch.js'
import { watchOutcome } from '../sign-in/watch.js'

export type ApprovalStep =
  | { readonly at: 'asking' }
  | { readonly at: 'waiting'; readonly waiting: Waiting }
  | { readonly at: 'finishing' }
  /** One of the two says why. */
  | { readonly at: 'ended'; readonly ended?: WatchEnd; readonly fault?: Fault }

export interface Approving {
  readonly step: ApprovalStep
  readonly again: () => void
}

/** Asks as soon as it is shown: whoever pressed the button of a change is waiting for it. */
export function useApproving(api: Api, onApproved: (session: SessionBody) => void): Approving {
  const [step, setStep] = useState<ApprovalStep>({ at: 'asking' })
  const [turn, setTurn] = useState(0)
  const approved = useRef(onApproved)
  approved.current = onApproved
  useEffect(() => {
    const running = new AbortController()
    const { signal } = running
    const show = (next: ApprovalStep): void => {
      if (!signal.aborted) setStep(next)
    }
    void approveOnce(api, show, signal).then((session) => {
      if (session && !signal.aborted) approved.current(session)
    })
    return () => running.abort()
  }, [api, turn])
  return { step, again: () => setTurn(turn + 1) }
}

/** The session as it is after the approval; undefined when there was none, and then a step has said why. */
async function approveOnce(
  api: Api,
  show: (step: ApprovalStep) => void,
  signal: AbortSignal,
): Promise<SessionBody | undefined> {
  show({ at: 'asking' })
  const asked = await api.send<SignInStarted>('POST', '/session/approval')
  if (!asked.ok) return void show({ at: 'ended', fault: asked.fault })
  if (signal.aborted) return undefined
  show({ at: 'waiting', waiting: waitingFor(asked.value) })
  const { watchToken, challengeId } = asked.value
  const ended = await watchOutcome(
    watchToken,
    (status) => show({ at: 'waiting', waiting: waitingFor(asked.value, status) }),
    signal,
  )
  if (ended !== 'approved') return void show({ at: 'ended', ended })
  show({ at: 'finishing' })
  const body: FinishApprovalBody = { challengeId }
  const finished = await api.send<SessionBody>('POST', '/session/approval/finish', body)
  if (finished.ok) return finished.value
  return void show({ at: 'ended', fault: finished.fault })
}
