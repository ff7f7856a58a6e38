// Waiting with an end: every call and every pause of the element stops with its signal.

/** Ends with `signal`, or after `ms`, which `extend` may set anew. By hand: `AbortSignal.any` is missing in Safari 16. */
export function limited(
  signal: AbortSignal,
  ms: number,
): { readonly signal: AbortSignal; readonly extend: (ms: number) => void } {
  const own = new AbortController()
  const stop = (): void => own.abort()
  let timer = setTimeout(stop, ms)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  const extend = (more: number): void => {
    clearTimeout(timer)
    timer = setTimeout(stop, more)
  }
  return { signal: own.signal, extend }
}

/** Resolves after `ms`, or at once when the signal ends. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const stop = (): void => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
