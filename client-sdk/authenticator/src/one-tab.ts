// One tab answers at a time: two would fight over the server's one connection per device and over the counter.

const LOCK = 'countersign-authenticator'

export interface Turn {
  /** Resolves to whether this tab has the turn now. */
  take(how: 'if_free' | 'in_any_case'): Promise<boolean>
}

/** `onLost` is called when another tab takes the turn away ("Use here"). */
export function createTurn(onLost: () => void): Turn {
  return {
    take(how) {
      // Without Web Locks (Safari before 15.4) every tab has its turn; the server then keeps the newest connection.
      if (!navigator.locks) return Promise.resolve(true)
      return new Promise((resolve) => {
        const options: LockOptions = how === 'if_free' ? { ifAvailable: true } : { steal: true }
        const held = navigator.locks.request(LOCK, options, (lock) => {
          resolve(lock !== null)
          // Held until the tab closes or another one steals it, which rejects the request below.
          return lock === null ? undefined : new Promise(() => {})
        })
        held.catch(onLost)
      })
    },
  }
}
