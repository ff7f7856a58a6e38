// A log that keeps its lines, for tests that ask what was noted, and what never may be.
import type { Log } from '@countersign/server/core/ports'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface CollectingLog extends Log {
  readonly lines: readonly LogLine[]
}

export function collectingLog(): CollectingLog {
  const lines: LogLine[] = []
  const at =
    (level: LogLine['level']) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      lines.push({ level, event, fields })
    }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
