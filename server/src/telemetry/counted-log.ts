// A log that counts its lines by level: an alert on errors needs no reader of logs.
import type { Log } from '../core/ports.js'

export type LogLevel = 'info' | 'warn' | 'error'

export function countedLog(log: Log, count: (level: LogLevel) => void): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields?: Readonly<Record<string, unknown>>): void => {
      count(level)
      log[level](event, fields)
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
