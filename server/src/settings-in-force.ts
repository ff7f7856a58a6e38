// The configuration as an admin reads it: every setting in force, in words, and never a secret.
import type { SettingInForce } from '@countersign/protocol/admin'
import type { Config, SettingPath } from './config.js'
import { environmentName, settings } from './config.js'
import type { SettingRow } from './setting-types.js'

/** Whoever has these is the server. */
const SECRET: readonly SettingPath[] = ['keys.root', 'keys.master']

export function settingsInForce(config: Config): readonly SettingInForce[] {
  // Sound: the paths are the table's own keys.
  return (Object.entries(settings) as [SettingPath, SettingRow][]).map(([name, row]) => {
    const value = config[name]
    return {
      name,
      environment: environmentName(name),
      sentence: row.sentence,
      value: SECRET.includes(name) ? null : withoutPasswords(textOf(value)),
      isDefault: textOf(value) === textOf(row.default),
      // Sound: the value was checked by this row's own type.
      dangerous: row.dangerous?.(value as never) !== undefined,
    }
  })
}

/** Of a database or a fabric: `postgres://user:password@host/db` → `postgres://user:***@host/db`. For logs and messages too. */
export function withoutPasswords(text: string): string {
  // Up to the last @ before the path: whoever did not encode theirs must not see half of it. An empty user is Redis's own.
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:/@]*):[^/]*@/i, '$1:***@')
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
