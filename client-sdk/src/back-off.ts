// How long a device waits before it connects again.

/** The first wait is up to one second: most breaks are a moment on the phone's side. */
export const BACK_OFF_FIRST_MS = 1_000
/** A login lives 90 s: after a long outage a phone is back within one minute of the server. */
export const BACK_OFF_MAX_MS = 60_000

/**
 * Full jitter: uniform between 0 and min(60 s, 1 s · 2^attempt), so that phones cut off together do not come back together.
 * See M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015.
 *
 * @param attempt failed tries so far, from 0.
 * @param random uniform in [0, 1).
 */
export function backOffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * backOffCeilingMs(attempt))
}

/** The longest wait after so many failed tries. */
export function backOffCeilingMs(attempt: number): number {
  return Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** attempt)
}
