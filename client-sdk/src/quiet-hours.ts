// The account's quiet hours, asked and set over this device's connection ([FT1]).
import type { DeviceFrame, QuietHours, ServerFrame } from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import type { DeviceError } from './error.js'
import { refusedBy } from './error.js'
import { Question } from './question.js'

type Refused = Extract<ServerFrame, { type: 'refusal' }>

/** While they last no request rings; those that came wait in the app. */
export class QuietHoursTalk {
  readonly #send: (frame: DeviceFrame) => boolean
  readonly #question: Question<QuietHours | null>
  /** One question at a time: the answers look alike. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(clock: DeviceClock, send: (frame: DeviceFrame) => boolean) {
    this.#send = send
    this.#question = new Question(clock)
  }

  /** Null: there are none. Rejects with `server_unreachable`, `server_refused`, `stopped`, `device_revoked`. */
  read(): Promise<QuietHours | null> {
    return this.#inTurn({ type: 'ask_quiet_hours' })
  }

  /**
   * Sets them for the whole account, or ends them; resolves with what holds from now on. The server tells the person of every change.
   * Rejects as `read` does: `serverCode` `body_invalid` for hours of none or of more than twelve hours, or an unknown time zone.
   *
   * @example
   * await device.quietHours.set({
   *   days: ['sun', 'mon', 'tue', 'wed', 'thu'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin',
   * })
   */
  set(hours: QuietHours | null): Promise<QuietHours | null> {
    return this.#inTurn({ type: 'set_quiet_hours', hours })
  }

  hear({ hours }: Extract<ServerFrame, { type: 'quiet_hours' }>): void {
    this.#question.answer(hours)
  }

  hearRefusal({ about, code }: Refused): void {
    if (about === 'set_quiet_hours' || about === 'ask_quiet_hours') this.#question.fail(refusedBy(code))
  }

  giveUp(error: DeviceError): void {
    this.#question.fail(error)
  }

  #inTurn(frame: DeviceFrame): Promise<QuietHours | null> {
    const asked = this.#last.then(() => this.#question.ask(() => this.#send(frame)))
    this.#last = asked.catch(() => undefined)
    return asked
  }
}
