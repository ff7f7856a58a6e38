// Doctor: Redis answers, where the settings name one.
import { setTimeout as delay } from 'node:timers/promises'
import type { Log, Ports } from '../../core/ports.js'
import type { Finding } from './check.js'
import { ok, warning } from './check.js'

/** Longer than its own time-outs, which tell why. */
const WAIT_MS = 8_000
const LOOK_EVERY_MS = 50

/** @param whyDown what Redis or the network said, once it said something */
export async function checkFabric(
  ports: Ports,
  url: string,
  whyDown: () => string | undefined,
): Promise<Finding> {
  const name = 'Redis'
  const endMs = performance.now() + WAIT_MS
  // It connects by itself, and nothing waits for it but this.
  while (ports.fabric.state() === 'down' && whyDown() === undefined && performance.now() < endMs)
    await delay(LOOK_EVERY_MS)
  const why = whyDown()
  if (ports.fabric.state() === 'up') return ok(name, `${url} answers`)
  // No fault: logins go on by the database alone.
  return warning(
    name,
    `${url} cannot be reached${why === undefined ? '' : `: ${why}`}; logins go on, and some take longer`,
    'check fabric.url: host, port, password; that Redis runs there, and that no firewall is between',
  )
}

/** Keeps the cause that the fabric gives to the log, and says nothing. */
export function logOfDoctor(): Log & { readonly whyFabricIsDown: () => string | undefined } {
  let cause: string | undefined
  return {
    info: () => undefined,
    warn: (event, fields) => {
      if (event === 'fabric_down' && typeof fields?.['cause'] === 'string') cause = fields['cause']
    },
    error: () => undefined,
    whyFabricIsDown: () => cause,
  }
}
