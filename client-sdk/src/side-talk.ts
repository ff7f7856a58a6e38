// What a device and its server talk about beside requests: offline codes, notices, where to be woken. Each has a file of its own.
import type { DeviceFrame, ServerFrame, ServerKey } from '@countersign/protocol'
import { AccountNotices } from './account-notices.js'
import type { BiometricSigner } from './biometric-signer.js'
import { Biometrics } from './biometrics.js'
import type { Hello } from './connection.js'
import type { DeviceClock } from './environment.js'
import type { DeviceError } from './error.js'
import type { DeviceEvent } from './events.js'
import type { DeviceKey } from './keystore.js'
import type { OfflineCodeStore } from './offline-code-store.js'
import { OfflineCodes } from './offline-codes.js'
import type { Pairing } from './pairing-record.js'
import { DevicePin } from './pin.js'
import type { PinStore } from './pin-store.js'
import { Push } from './push.js'
import { QuietHoursTalk } from './quiet-hours.js'
import type { ServerClock } from './server-clock.js'

type Welcome = Extract<ServerFrame, { type: 'welcome' }>
type SideFrame = Extract<
  ServerFrame,
  {
    type:
      | 'notices'
      | 'account_stopped'
      | 'offline_code'
      | 'offline_code_state'
      | 'pin_state'
      | 'push_state'
      | 'quiet_hours'
      | 'biometrics_state'
  }
>

export interface SideTalkOptions {
  readonly pairing: () => Pairing
  readonly key: DeviceKey
  readonly offlineCodes: OfflineCodeStore
  readonly pins: PinStore
  readonly sealingKey: () => Promise<ServerKey | undefined>
  readonly biometrics: BiometricSigner | undefined
  readonly clock: DeviceClock
  readonly serverClock: ServerClock
  /** False: not connected now. */
  readonly send: (frame: DeviceFrame) => boolean
  readonly emit: (event: DeviceEvent) => void
  readonly onFault: (error: DeviceError) => void
}

export class SideTalk {
  readonly offlineCode: OfflineCodes
  readonly notices: AccountNotices
  readonly pin: DevicePin
  readonly push: Push
  readonly biometrics: Biometrics
  readonly quietHours: QuietHoursTalk

  constructor(options: SideTalkOptions) {
    const { pairing, clock, send, emit, onFault } = options
    this.notices = new AccountNotices(clock, send, (notices) => emit({ type: 'notices', notices }))
    this.offlineCode = new OfflineCodes({
      deviceId: pairing().deviceId,
      store: options.offlineCodes,
      clock,
      serverClock: options.serverClock,
      send,
      onChange: (status) => emit({ type: 'offline_code', status }),
      onFault,
    })
    const onChange = (status: Push['status']): void => emit({ type: 'push', status })
    this.pin = new DevicePin({
      ...{ pairing, clock, send, onFault },
      key: options.key,
      store: options.pins,
      sealingKey: options.sealingKey,
      onChange: (status) => emit({ type: 'pin', status }),
    })
    this.quietHours = new QuietHoursTalk(clock, send)
    this.biometrics = new Biometrics({
      ...{ pairing, key: options.key, signer: options.biometrics, clock, send },
      onChange: (status) => emit({ type: 'biometrics', status }),
    })
    this.push = new Push({ pairing, key: options.key, clock, send, onChange, onFault })
  }

  /** A `hello` of the pinned server, which this device answers. */
  hearHello({ nonce }: Hello): void {
    this.pin.hearHello(nonce)
    this.push.hearHello(nonce)
    this.biometrics.hearHello(nonce)
  }

  hearWelcome(welcome: Welcome): void {
    this.offlineCode.hearWelcome(welcome.offlineCode, welcome.mayHaveOfflineCode)
    this.pin.hearWelcome(welcome)
    this.push.hearWelcome(welcome)
    this.biometrics.hearWelcome(welcome)
  }

  hear(frame: SideFrame): void {
    switch (frame.type) {
      case 'notices':
      case 'account_stopped':
        this.notices.hear(frame)
        return
      case 'offline_code':
      case 'offline_code_state':
        this.offlineCode.hear(frame)
        return
      case 'quiet_hours':
        this.quietHours.hear(frame)
        return
      case 'biometrics_state':
        this.biometrics.hear(frame)
        return
      case 'pin_state':
        this.pin.hear(frame)
        return
      case 'push_state':
        this.push.hear(frame)
        return
    }
  }

  hearRefusal(frame: Extract<ServerFrame, { type: 'refusal' }>): void {
    this.notices.hearRefusal(frame)
    this.offlineCode.hearRefusal(frame)
    this.pin.hearRefusal(frame)
    this.quietHours.hearRefusal(frame)
    this.biometrics.hearRefusal(frame)
  }

  /** Stopped, removed or replaced: who waits is told. */
  giveUp(error: DeviceError): void {
    this.notices.giveUp(error)
    this.offlineCode.giveUp(error)
    this.pin.giveUp(error)
    this.push.giveUp(error)
    this.quietHours.giveUp(error)
    this.biometrics.giveUp(error)
  }
}
