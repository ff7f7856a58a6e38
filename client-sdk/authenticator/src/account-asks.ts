// What a person asks of an account's server beside answering requests: a code for times without a network, an end to it, "this wasn't me".
import type { CodeNow, Device } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { DeviceId, Notice } from '@countersign/protocol'
import { disownableKinds, NOT_ME_DAYS } from '@countersign/protocol'
import type { Accounts } from './accounts.js'

/** Why it was not done. Words for each are in text/. */
export type AskFault = 'offline' | 'not_fitting' | 'full' | 'not_allowed' | 'failed'

/** The server takes it so long after the notice. A phone whose clock is wrong may show the button for too long, and hears no. */
const DISOWNABLE_MS = NOT_ME_DAYS * 86_400_000

/** Each resolves when the server has done it, or with why it was not; none rejects but for a bug. */
export interface AccountAsks {
  makeCode(deviceId: DeviceId): Promise<AskFault | undefined>
  endCode(deviceId: DeviceId): Promise<AskFault | undefined>
  /** Whether an account is stopped by saying it of this notice. */
  mayDisown(notice: Notice): boolean
  disown(deviceId: DeviceId, noticeId: string): Promise<AskFault | undefined>
  /** With or without a network. */
  codeOf(deviceId: DeviceId): Promise<CodeNow | undefined>
}

export function createAccountAsks(accounts: Accounts): AccountAsks {
  const ask = async (
    deviceId: DeviceId,
    work: (device: Device) => Promise<void>,
  ): Promise<AskFault | undefined> => {
    const device = accounts.device(deviceId)
    if (device === undefined) return 'failed'
    try {
      await work(device)
      return undefined
    } catch (error) {
      return faultOf(error)
    }
  }
  return {
    makeCode: (deviceId) => ask(deviceId, ({ offlineCode }) => offlineCode.ask()),
    endCode: (deviceId) => ask(deviceId, ({ offlineCode }) => offlineCode.end()),
    mayDisown: ({ kind, atMs }) =>
      disownableKinds.some((known) => known === kind) && Date.now() < atMs + DISOWNABLE_MS,
    disown: (deviceId, noticeId) => ask(deviceId, (device) => device.disown(noticeId)),
    codeOf: async (deviceId) => accounts.device(deviceId)?.offlineCode.now(),
  }
}

function faultOf(error: unknown): AskFault {
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'server_unreachable' || error.code === 'stopped') return 'offline'
  if (error.code === 'offline_code_refused') return 'not_fitting'
  if (error.serverCode === 'conflict') return 'full'
  return error.serverCode === 'way_not_allowed' ? 'not_allowed' : 'failed'
}
