// A wait with an end: whoever asks another machine goes on when the answer does not come in time.

/** Rejects with `what` when the promise takes longer; what it becomes then is nobody's business any more. */
export function within<T>(promise: Promise<T>, maxMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`${what}: no answer within ${maxMs} ms`))
    // A process that was busy finds the timer due before it has read what arrived meanwhile: it reads once more before it gives up.
    const timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), maxMs)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (cause: unknown) => {
        clearTimeout(timer)
        reject(cause)
      },
    )
  })
}
