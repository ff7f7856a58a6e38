// The part of a pairing that changes while a device works (counter, sequence, key set), each change saved before it is acted on.
import type { SignedKeySet } from '@countersign/protocol'
import { OPEN_CHALLENGES_MAX } from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { Pairing, PairingStore, SeenChallenge } from './pairing-record.js'

/** Unexpired requests to remember: well above what the server leaves open, and small enough to write at each. */
const SEEN_MAX = 8 * OPEN_CHALLENGES_MAX

export class PairingKeeper {
  readonly #store: PairingStore
  readonly #onSaved: (pairing: Pairing) => void
  #pairing: Pairing
  /** Saves one after the other: an older state never overwrites a newer one. */
  #saving: Promise<unknown> = Promise.resolve()

  constructor(pairing: Pairing, store: PairingStore, onSaved: (pairing: Pairing) => void) {
    this.#pairing = pairing
    this.#store = store
    this.#onSaved = onSaved
  }

  get current(): Pairing {
    return this.#pairing
  }

  /** Another tab may have worked with the same pairing: what it used up stays used up. */
  async reread(): Promise<void> {
    let stored: Pairing | undefined
    try {
      stored = (await this.#store.all()).find((each) => each.deviceId === this.#pairing.deviceId)
    } catch (cause) {
      throw new DeviceError('storage_failed', 'the pairing could not be read again', { cause })
    }
    if (stored === undefined) return
    const newer = stored.keySetVersion > this.#pairing.keySetVersion ? stored : this.#pairing
    this.#pairing = {
      ...stored,
      keySet: newer.keySet,
      keySetVersion: newer.keySetVersion,
      nextCounter: Math.max(stored.nextCounter, this.#pairing.nextCounter),
      ...remembered(Math.max(stored.forgottenSequence, this.#pairing.forgottenSequence), [
        ...this.#pairing.seen,
        ...stored.seen,
      ]),
    }
  }

  /** Spends a counter: it is durable before it is returned, so that a crash never leads to its second use ([AN2]). */
  async spendCounter(atLeast: number): Promise<number> {
    const counter = Math.max(this.#pairing.nextCounter, atLeast)
    await this.#save({ nextCounter: counter + 1 })
    return counter
  }

  /** A request is about to be shown: no other one with its sequence will be ([CH3]). */
  async rememberShown(seen: SeenChallenge, serverNowMs: number): Promise<void> {
    const others = this.#pairing.seen.filter((each) => each.challengeId !== seen.challengeId)
    await this.#save(remembered(this.#pairing.forgottenSequence, [...others, seen], serverNowMs))
  }

  async rememberKeySet(keySet: SignedKeySet, keySetVersion: number): Promise<void> {
    await this.#save({ keySet, keySetVersion })
  }

  async #save(change: Partial<Pairing>): Promise<void> {
    this.#pairing = { ...this.#pairing, ...change }
    const save = this.#saving.then(() => this.#store.save(this.#pairing))
    this.#saving = save.catch(() => undefined)
    try {
      await save
    } catch (cause) {
      throw new DeviceError('storage_failed', 'the pairing could not be saved', { cause })
    }
    this.#onSaved(this.#pairing)
  }
}

/** Forgets what has expired and what is too much, and notes the highest sequence it forgets. */
function remembered(
  forgottenSequence: number,
  seen: readonly SeenChallenge[],
  serverNowMs = 0,
): Pick<Pairing, 'forgottenSequence' | 'seen'> {
  const each = [...new Map(seen.map((entry) => [entry.challengeId, entry])).values()]
  const kept = each.filter(({ expiresAtMs }) => expiresAtMs > serverNowMs).slice(-SEEN_MAX)
  const forgotten = each.filter((entry) => !kept.includes(entry))
  return {
    forgottenSequence: Math.max(forgottenSequence, ...forgotten.map(({ sequence }) => sequence)),
    seen: kept,
  }
}
