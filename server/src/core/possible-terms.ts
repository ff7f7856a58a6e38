// What some login of an account could be asked for, wherever and whenever: what is worth setting up before any login is there.
import type { CodeWay } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { DecidedSettings, PasskeyUse, SettingName } from '@countersign/protocol/admin'
import type { Policy } from './policies.js'

export interface PossibleTerms {
  /** Codes that at least one login of this account may use, in the order of `codeWays`. */
  readonly ways: readonly CodeWay[]
  /** The strictest there is, so that what is set up once counts wherever codes from an app do. */
  readonly totpDigits: DecidedSettings['totpDigits']
  readonly totpAlgorithm: DecidedSettings['totpAlgorithm']
  /** Whether some login of this account asks for a PIN or biometrics. */
  readonly asksForUser: boolean
  /** Whether some login takes nothing but a passkey. */
  readonly passkeys: Extract<PasskeyUse, 'offered' | 'required'>
}

/**
 * The union over everything that policies could decide for these groups: apps, networks and hours are not known yet, so each of them is
 * thought to be met somewhere. A policy below one that always applies, and says the same setting, decides nothing.
 *
 * @param policies the topmost first.
 * @param defaults what holds where no policy says anything.
 */
export function possibleTerms(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  groupIds: readonly string[],
): PossibleTerms {
  const mine = policies.filter(({ body }) => body.enabled && concerns(body.when.groupIds, groupIds))
  const values = <N extends SettingName>(name: N): readonly DecidedSettings[N][] =>
    possibleValues(mine, defaults, name)
  const allowed = values('otherWays').flat()
  return {
    ways: codeWays.filter((way) => allowed.includes(way)),
    totpDigits: values('totpDigits').includes(8) ? 8 : 6,
    totpAlgorithm: values('totpAlgorithm').includes('SHA256') ? 'SHA256' : 'SHA1',
    asksForUser: values('userVerification').some((demand) => demand !== 'none'),
    passkeys: values('passkeys').includes('required') ? 'required' : 'offered',
  }
}

function possibleValues<N extends SettingName>(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  name: N,
): readonly DecidedSettings[N][] {
  const values: DecidedSettings[N][] = []
  for (const { body, says } of policies) {
    // Sound: `says` is a part of these very settings, by the same names.
    const value = says[name] as DecidedSettings[N] | undefined
    if (value === undefined) continue
    values.push(value)
    if (alwaysApplies(body.when)) return values
  }
  return [...values, defaults[name]]
}

function concerns(wanted: readonly string[], groupIds: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((id) => groupIds.includes(id))
}

/** Of a policy that concerns the account. */
function alwaysApplies({ appIds, networks, times }: Policy['body']['when']): boolean {
  return appIds.length === 0 && networks.length === 0 && times.length === 0
}
