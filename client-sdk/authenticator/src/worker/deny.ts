// "Deny" on a notification: an open page of the app does it, since the server keeps one connection for each phone; else the worker itself.
import type { Device } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import type { DenyResult } from '../ringing/deny-open.js'
import { denyOpen, faultOf } from '../ringing/deny-open.js'
import { readDenyResult, TAKEN } from '../ringing/page-messages.js'
import { windowsOf } from './ring.js'
import type { AppWindow, Windows } from './scope.js'

export interface DenyPlace {
  readonly clients: Pick<Windows, 'matchAll'>
  /** Works as the account for a moment; see borrowed-device.ts. */
  readonly withDevice: (
    deviceId: DeviceId,
    work: (device: Device) => Promise<DenyResult>,
  ) => Promise<DenyResult>
  readonly nowMs: () => number
}

/** A page that runs answers in milliseconds; one that the phone has frozen does not answer at all. */
const TAKEN_WITHIN_MS = 800
/** Browsers end a worker after about half a minute; the person must have heard something by then. */
const DENY_WITHIN_MS = 22_000

/** Resolves to what became of it, within half a minute. There is no such way to approve. */
export async function deny(deviceId: DeviceId, place: DenyPlace): Promise<DenyResult> {
  const windows = await windowsOf(place.clients)
  const untilMs = place.nowMs() + TAKEN_WITHIN_MS
  const answers = await Promise.all(windows.map((window) => askPage(window, deviceId, untilMs)))
  const byPage = answers.find((answer) => answer !== undefined)
  if (byPage !== undefined) return byPage
  const result = await byWorker(deviceId, place)
  for (const window of windows) window.postMessage({ type: 'was_here', deviceId })
  return result
}

/** Undefined: this page does not do it, and will not later. */
function askPage(window: AppWindow, deviceId: DeviceId, untilMs: number): Promise<DenyResult | undefined> {
  const { port1: here, port2: there } = new MessageChannel()
  return new Promise((resolve) => {
    const end = (result: DenyResult | undefined): void => {
      clearTimeout(timer)
      here.close()
      resolve(result)
    }
    let timer = setTimeout(() => end(undefined), TAKEN_WITHIN_MS)
    here.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data !== TAKEN) return end(readDenyResult(data) ?? 'failed')
      clearTimeout(timer)
      timer = setTimeout(() => end('failed'), DENY_WITHIN_MS)
    }
    window.postMessage({ type: 'deny', deviceId, untilMs }, [there])
  })
}

function byWorker(deviceId: DeviceId, place: DenyPlace): Promise<DenyResult> {
  const denied = place.withDevice(deviceId, denyOpen).catch(faultOf)
  const late = new Promise<DenyResult>((resolve) => {
    setTimeout(() => resolve('failed'), DENY_WITHIN_MS)
  })
  return Promise.race([denied, late])
}
