// Errors of somebody else's listener: reported as uncaught, while the protocol goes on.

/** As DOM events do it with a listener's bug. */
export function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
