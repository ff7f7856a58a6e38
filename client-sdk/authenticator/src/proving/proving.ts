// Between a choice and its answer: the person shows that it is them, by what this phone has for it, as often as it takes ([UV1], [UV2]).
import type { Device, Verifying } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { PinTries } from '@countersign/protocol'
import type { AppState, Held } from '../app-state.js'
import type { Store } from '../store.js'

/** What this request takes, of what this phone has. Neither: something must be set up first. */
export interface Ways {
  readonly biometrics: boolean
  readonly pin: boolean
}

/** Why the person is asked once more. `required`: the server wants more than it was given. */
export type ProvingFault = 'cancelled' | 'biometrics_failed' | 'pin_wrong' | 'required'

/** The screen that asks. */
export interface Proving {
  readonly held: Held
  readonly ways: Ways
  readonly fault: ProvingFault | undefined
  /** With `pin_wrong`. */
  readonly tries: PinTries | undefined
}

/** What came of asking: a proof, a change of mind, or the end of the request's time. */
export type Given = Verifying | 'deny' | 'gone'

export interface Prover {
  /**
   * Sends an approval with whatever it takes; the last word of the server, or what else the person decided.
   * @param send called for each try. Rejects with what is no matter of the person's.
   */
  approve<T>(held: Held, device: Device, send: (by?: Verifying) => Promise<T>): Promise<T | 'deny' | 'gone'>
  /** The screen's answer. */
  give(given: Given): void
}

export function createProver(store: Store<AppState>): Prover {
  let answer: ((given: Given) => void) | undefined

  function ask(held: Held, ways: Ways, fault?: ProvingFault, tries?: PinTries): Promise<Given> {
    store.patch({ proving: { held, ways, fault, tries } })
    return new Promise((resolve) => {
      answer = (given) => {
        answer = undefined
        store.patch({ proving: undefined })
        resolve(given)
      }
    })
  }

  return {
    async approve(held, device, send) {
      if (!isAsked(held, device)) return send()
      // One touch less: the tap on the access pass was theirs, and the platform asks at once.
      let given: Given = waysOf(held, device).biometrics
        ? 'biometrics'
        : await ask(held, waysOf(held, device))
      for (;;) {
        if (given === 'deny' || given === 'gone') return given
        try {
          return await send(given)
        } catch (error) {
          const again = faultOf(error)
          if (again === undefined) throw error
          given = await ask(held, waysOf(held, device), again.fault, again.tries)
        }
      }
    },
    give: (given) => answer?.(given),
  }
}

function isAsked({ request }: Held, device: Device): boolean {
  return request.verification !== 'none' || hasBiometrics(device) || hasPin(device)
}

export function waysOf({ request }: Held, device: Device): Ways {
  return {
    biometrics: hasBiometrics(device),
    pin: request.verification !== 'biometrics' && hasPin(device),
  }
}

const hasBiometrics = ({ biometrics }: Device): boolean => biometrics.status.isSetUp === true
const hasPin = ({ pin }: Device): boolean => pin.status.state === 'here'

/** What the person can mend by trying again; undefined: something else. */
function faultOf(
  error: unknown,
): { readonly fault: ProvingFault; readonly tries?: PinTries | undefined } | undefined {
  if (!(error instanceof DeviceError)) return undefined
  if (error.code === 'verification_cancelled') return { fault: 'cancelled' }
  if (error.code === 'biometrics_unavailable') return { fault: 'biometrics_failed' }
  if (error.code === 'verification_needed') return { fault: 'required' }
  // No try is left on this request: what follows is no matter of typing.
  if (error.serverCode === 'pin_wrong' && error.tries?.here !== 0)
    return { fault: 'pin_wrong', tries: error.tries }
  return error.serverCode === 'verification_required' ? { fault: 'required' } : undefined
}
