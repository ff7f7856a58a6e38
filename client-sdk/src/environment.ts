// What a device needs of the place it runs in: a clock with timers, a WebSocket, fetch, news of the network.
import type { DeviceCrypto } from './hashes.js'

/** Time and waiting in one, so that tests set both. */
export interface DeviceClock {
  nowMs(): number
  /** Runs once after `ms` milliseconds, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
}

/** The part of a WebSocket the device uses. The browser's and `ws` both fit. */
export interface DeviceSocket {
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly reason: string }) => void): void
}

/** `WebSocket` of the browser, or the `WebSocket` that the package `ws` exports. */
export type DeviceSocketConstructor = new (url: string, protocol: string) => DeviceSocket

/** The part of `fetch` the device uses. */
export type DeviceFetch = (url: string, init: RequestInit) => Promise<Response>

/** Calls back when the network may be back or the app is looked at again; returns how to end that. */
export type WakeSignal = (onWake: () => void) => () => void

/** The clock of this computer. Wrong time does not matter: the device follows the server's clock by an offset. */
export const systemClock: DeviceClock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** 0 ≤ x < 1, for the jitter of waits. From the one good source, so that nobody need ask which chance may be weak. */
export function randomOf(crypto: Pick<DeviceCrypto, 'randomBytes'>): () => number {
  return () => crypto.randomBytes(4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32
}

/** Browsers: `online`, and the page becoming visible, since phones freeze sockets of hidden pages. Elsewhere: never. */
export const browserWakeSignal: WakeSignal = (onWake) => {
  if (typeof globalThis.addEventListener !== 'function') return () => undefined
  const page = typeof document === 'undefined' ? undefined : document
  const onVisible = (): void => {
    if (page?.visibilityState === 'visible') onWake()
  }
  globalThis.addEventListener('online', onWake)
  page?.addEventListener('visibilitychange', onVisible)
  return () => {
    globalThis.removeEventListener('online', onWake)
    page?.removeEventListener('visibilitychange', onVisible)
  }
}
