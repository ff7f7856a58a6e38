// Answers of the person on their way to the server, and what came of them.
import type { Device, LinkOutcome, Outcome, Picked, Verifying } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { DecisionName } from '@countersign/protocol'
import type { Accounts } from './accounts.js'
import { isSame } from './accounts.js'
import type { AnswerFault, AppState, Ended, Held } from './app-state.js'
import type { HistoryLog } from './history-log.js'
import type { Given } from './proving/proving.js'
import { createProver } from './proving/proving.js'
import type { Sheet } from './sheets.js'
import { meantBy } from './sheets.js'
import type { Store } from './store.js'

export interface Answers {
  /** Approves the request that the access pass belongs to; the others of the sheet stay, and are asked next ([GR3]). */
  pick(sheet: Sheet, symbolId: number): Promise<void>
  /** Approves with the six digits. */
  type(sheet: Sheet, code: string): Promise<void>
  /** Approves with the secret of the QR code on the login page. */
  scan(held: Held, secret: string): Promise<void>
  /** Approves with the secret that the link of a login page on this phone brought; resolves to what became of it. */
  approveLink(held: Held, secret: string): Promise<Ended['result']>
  /** The person shows that it is them, or thinks better of it. */
  prove(given: Given): void
  /** Denies or reports everything on the sheet. */
  refuse(sheet: Sheet, how: 'deny' | 'report'): Promise<void>
  /** Deny or report what was approved a moment ago, here or on another device. */
  takeBack(ended: Ended, how: 'deny' | 'report'): Promise<void>
  /** The person has read the outcome. */
  dismiss(): void
  /** The countdown of a request is over on this screen. */
  runOut(held: Held): void
}

export function createAnswers(store: Store<AppState>, accounts: Accounts, history: HistoryLog): Answers {
  const prover = createProver(store)

  async function answer(decision: DecisionName, main: Held, others: readonly Held[], choice?: Chosen) {
    const held = [main, ...others]
    const open = store.get().open.filter((one) => !held.some((answered) => isSame(one, answered)))
    store.patch({ answering: { decision, held }, open, ended: undefined, oneWithdrawn: false })
    const answered = send(decision, main, choice)
    const denying = others.map((other) => send(decision === 'report' ? 'report' : 'deny', other))
    const [{ result, answered: said }, ...rest] = await Promise.all([answered, ...denying])
    const alsoDenied = rest.filter(
      ({ result: { state } }) => state === 'denied' || state === 'reported',
    ).length
    store.patch({ answering: undefined, ended: { held: main, result, answered: said, alsoDenied } })
    return result
  }

  /** Never rejects: a failed answer is an outcome to be shown too. */
  async function send(decision: DecisionName, held: Held, choice?: Chosen): Promise<Sent> {
    const device = accounts.device(held.deviceId)
    const failed = (fault: AnswerFault): Sent => ({ answered: decision, result: { state: 'failed', fault } })
    try {
      if (!device) return failed('revoked')
      const outcome = await sendOrDeny(device, decision, held, choice)
      if (outcome === undefined) return failed('not_delivered')
      history.note(held, outcome.result.state, outcome.result.byThisDevice)
      return outcome
    } catch (error) {
      return failed(faultOf(error))
    }
  }

  /** Undefined: its time was over before its person had shown that it is them. */
  async function sendOrDeny(
    device: Device,
    decision: DecisionName,
    held: Held,
    choice: Chosen | undefined,
  ): Promise<Answered | undefined> {
    const { challengeId } = held.request
    if (decision === 'report') return { answered: decision, result: await device.report(challengeId) }
    if (decision === 'approve' && choice !== undefined) {
      const sent = await prover.approve(held, device, (by) => approve(device, held, choice, by))
      if (sent === 'gone') return undefined
      if (sent !== 'deny') return { answered: decision, result: sent }
    }
    return { answered: 'deny', result: await device.deny(challengeId) }
  }

  return {
    async pick(sheet, symbolId) {
      await answer('approve', meantBy(sheet, symbolId), [], { mode: 'symbol', symbolId })
    },
    async type(sheet, code) {
      await answer('approve', sheet.held[0], [], { mode: 'code', code })
    },
    async scan(held, secret) {
      await answer('approve', held, [], { mode: 'qr', secret })
    },
    prove: (given) => prover.give(given),
    approveLink: (held, secret) => answer('approve', held, [], { mode: 'link', secret }),
    async refuse(sheet, how) {
      const [main, ...others] = sheet.held
      await answer(how, main, others)
    },
    async takeBack(ended, how) {
      await answer(how, ended.held, [])
    },
    dismiss() {
      const { ended, link } = store.get()
      const isDone = ended?.held.request.challengeId === link?.link?.challengeId
      store.patch({ ended: undefined, link: isDone ? undefined : link, oneWithdrawn: false })
    },
    runOut(held) {
      const { open, ended } = store.get()
      if (!open.some((one) => isSame(one, held))) return
      history.note(held, 'expired', false)
      const result: Outcome = {
        state: 'expired',
        byThisDevice: false,
        decidedAtMs: held.request.expiresAtMs,
      }
      store.patch({
        open: open.filter((one) => !isSame(one, held)),
        oneWithdrawn: false,
        ended: ended ?? { held, result, answered: undefined, alsoDenied: 0 },
      })
    },
  }
}

type Chosen = Picked | { readonly mode: 'link'; readonly secret: string }

interface Sent {
  readonly answered: DecisionName
  readonly result: Ended['result']
}

interface Answered extends Sent {
  readonly result: Outcome | LinkOutcome
}

function approve(
  device: Device,
  { request: { challengeId } }: Held,
  choice: Chosen,
  by: Verifying | undefined,
): Promise<Outcome | LinkOutcome> {
  if (choice.mode === 'link') return device.approveLink(challengeId, choice.secret, by)
  return device.approve(challengeId, choice, by)
}

function faultOf(error: unknown): AnswerFault {
  if (!(error instanceof DeviceError)) throw error
  switch (error.code) {
    case 'device_revoked':
      return 'revoked'
    case 'answer_not_delivered':
    case 'request_expired':
      return 'not_delivered'
    case 'outcome_unknown':
    case 'stopped':
      return 'unknown'
    case 'storage_failed':
      return 'storage'
    default:
      break
  }
  if (error.serverCode === 'pin_wrong') return error.tries?.left === 0 ? 'pin_locked' : 'pin_wrong'
  if (error.serverCode === 'device_suspended') return 'suspended'
  if (error.serverCode === 'counter_replayed') return 'counter'
  if (error.serverCode === 'device_revoked') return 'revoked'
  return 'other'
}
