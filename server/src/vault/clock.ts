// The time of this machine, in milliseconds since 1970.
import type { Clock } from '../core/ports.js'

export const systemClock: Clock = { nowMs: () => Date.now() }
