// What the person is told about the account over this device's connection, and "this wasn't me" about it ([FR4], [NM1]).
import type { DeviceFrame, Notice, ServerFrame } from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import type { DeviceError } from './error.js'
import { refusedBy } from './error.js'
import { Question } from './question.js'

type Told = Extract<ServerFrame, { type: 'notices' | 'account_stopped' }>
type Refused = Extract<ServerFrame, { type: 'refusal' }>

export class AccountNotices {
  readonly #send: (frame: DeviceFrame) => boolean
  readonly #onTold: (notices: readonly Notice[]) => void
  readonly #disowned: Question<void>

  constructor(
    clock: DeviceClock,
    send: (frame: DeviceFrame) => boolean,
    onTold: (notices: readonly Notice[]) => void,
  ) {
    this.#send = send
    this.#onTold = onTold
    this.#disowned = new Question(clock)
  }

  ask(): boolean {
    return this.#send({ type: 'notices' })
  }

  disown(noticeId: string): Promise<void> {
    return this.#disowned.ask(() => this.#send({ type: 'disown_notice', noticeId }))
  }

  hear(frame: Told): void {
    if (frame.type === 'notices') this.#onTold(frame.items)
    else this.#disowned.answer()
  }

  hearRefusal({ about, code }: Refused): void {
    // What was asked for is so, whoever's word came first: a stopped account's sockets are closed at once, with this.
    if (code === 'account_suspended') this.#disowned.answer()
    else if (about === 'disown_notice') this.#disowned.fail(refusedBy(code))
  }

  giveUp(error: DeviceError): void {
    this.#disowned.fail(error)
  }
}
