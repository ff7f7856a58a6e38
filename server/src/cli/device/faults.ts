// What the device SDK reports as an error → what the person at the terminal reads, and the exit code.
import { DeviceError } from '@countersign/client-sdk'
import { errorCodes } from '@countersign/protocol'
import type { Fault } from '../report.js'

export function deviceFault(error: unknown): Fault {
  if (!(error instanceof DeviceError)) throw error
  const sentence =
    error.serverCode === undefined
      ? error.message
      : `${error.message}: ${errorCodes[error.serverCode].sentence}`
  return {
    exit: UNAVAILABLE.has(error.code) ? 'unavailable' : 'refused',
    code: error.code,
    sentence,
    next: nextOf(error),
  }
}

const UNAVAILABLE: ReadonlySet<DeviceError['code']> = new Set([
  'server_unreachable',
  'server_response_invalid',
  'storage_failed',
  'key_exposed',
])

function nextOf({ code }: DeviceError): string {
  switch (code) {
    case 'server_unreachable':
    case 'server_response_invalid':
      return 'check the address and the network, then try again'
    case 'server_identity_wrong':
    case 'key_set_invalid':
    case 'key_set_rolled_back':
      return 'do not go on: another server answered than the one that was paired'
    case 'outcome_unknown':
      return 'look at the login page'
    case 'verification_needed':
      return 'run it again with --pin-file FILE, or approve with another device'
    case 'key_exposed':
      return 'make the state folder private: chmod 700, its files 600'
    case 'storage_failed':
      return 'check that the state folder can be written'
    case 'choice_invalid':
    case 'request_unknown':
    case 'request_expired':
    case 'answer_not_delivered':
      return 'nothing was approved: start the login again'
    default:
      return 'make a new link with countersign pair USER_ID, then countersign device run --pair LINK'
  }
}
