// A line of the log that strangers can cause as often as they like: said at once, then once in a while, with how often it came.

const EVERY_MS = 10_000

/**
 * @param say `times`: how often it came since it was said last, this time included.
 * @returns called each time; what it is given is of this time.
 */
export function saidSeldom<F>(
  say: (times: number, fields: F) => void,
  nowMs: () => number = () => performance.now(),
): (fields: F) => void {
  let times = 0
  let saidMs = Number.NEGATIVE_INFINITY
  return (fields) => {
    times += 1
    const now = nowMs()
    if (now - saidMs < EVERY_MS) return
    saidMs = now
    const since = times
    times = 0
    say(since, fields)
  }
}
