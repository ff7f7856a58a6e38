// What one check of `countersign doctor` finds, and how it is made.

/** `warning`: works, but look at it. `fault`: logins fail, now or soon. */
export interface Finding {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'fault'
  /** What was found, in one sentence. */
  readonly found: string
  /** What to do about it; given unless ok. */
  readonly next?: string
}

export function ok(name: string, found: string): Finding {
  return { name, state: 'ok', found }
}

export function warning(name: string, found: string, next: string): Finding {
  return { name, state: 'warning', found, next }
}

export function fault(name: string, found: string, next: string): Finding {
  return { name, state: 'fault', found, next }
}

/** The first line of an error and of what caused it, without a stack. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const line = error.message.split('\n')[0] ?? error.name
  return error.cause instanceof Error ? `${line} (${reasonOf(error.cause)})` : line
}
