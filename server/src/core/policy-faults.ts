// What is wrong with a list of policies beyond its shape: ranges, contradictions, names that two have.
import type { PolicyBody, PolicyGiven, PolicySettings } from '@countersign/protocol/admin'
import { matches, settingNames } from '@countersign/protocol/admin'
import { parseNetwork } from './network.js'
import { profileSettings } from './policies.js'

export interface PolicyFault {
  /** Where, as the path of the body: `policies.2.when.networks.0`. */
  readonly path: string
  readonly expected: string
}

/** Time zones of one list: each is looked up at every login that some policy with hours may concern. */
export const TIME_ZONES_MAX = 20
/** Hours of one list: the preview looks at every one of their turns in a year. */
export const HOURS_MAX = 200

/**
 * The first fault of a list, or undefined.
 * @param isTimeZone whether this machine knows the zone.
 */
export function policyFault(
  policies: readonly PolicyGiven[],
  isTimeZone: (name: string) => boolean,
): PolicyFault | undefined {
  const zones = new Set(policies.flatMap(({ when }) => when.times.map(({ timeZone }) => timeZone)))
  if (zones.size > TIME_ZONES_MAX)
    return { path: 'policies', expected: `at most ${TIME_ZONES_MAX} different time zones` }
  if (policies.reduce((sum, { when }) => sum + when.times.length, 0) > HOURS_MAX)
    return { path: 'policies', expected: `at most ${HOURS_MAX} hours in all` }
  for (const [at, policy] of policies.entries()) {
    const before = policies.slice(0, at)
    const fault = ownFault(policy, isTimeZone) ?? doubled(policy, before)
    if (fault !== undefined) return { ...fault, path: `policies.${at}.${fault.path}` }
  }
  return undefined
}

const NETWORK = 'one address, or a range that is named by its first address, as 192.0.2.0/24 or 2001:db8::/32'

type Named = Pick<PolicyBody, 'name'> & { readonly id?: string | undefined }

function doubled({ id, name }: Named, before: readonly Named[]): PolicyFault | undefined {
  if (before.some((other) => other.name === name))
    return { path: 'name', expected: 'a name that no policy above has' }
  if (id !== undefined && before.some((other) => other.id === id))
    return { path: 'id', expected: 'an id that no policy above has, or none' }
  return undefined
}

function ownFault(
  { when, then }: PolicyGiven,
  isTimeZone: (name: string) => boolean,
): PolicyFault | undefined {
  for (const [at, text] of when.networks.entries())
    if (parseNetwork(text) === undefined) return { path: `when.networks.${at}`, expected: NETWORK }
  for (const [at, { timeZone }] of when.times.entries())
    if (!isTimeZone(timeZone))
      return {
        path: `when.times.${at}.timeZone`,
        expected: 'an IANA time zone this server knows, e.g. Europe/Berlin',
      }
  if (then.profile === undefined && settingNames.every((name) => then[name] === undefined))
    return { path: 'then', expected: 'at least one setting' }
  return undercut(then) ?? doubledWay(then)
}

/** What a policy says weaker than the profile that it names in the same breath. */
function undercut(then: PolicySettings): PolicyFault | undefined {
  const { profile, otherWays = [] } = then
  if (profile === undefined) return undefined
  const stands = profileSettings[profile]
  for (const name of ['match', 'newBrowserMatch'] as const) {
    const [said, least] = [then[name], stands[name]]
    if (said !== undefined && least !== undefined && matches.indexOf(said) < matches.indexOf(least))
      return {
        path: `then.${name}`,
        expected: `${least}, as the profile ${profile} asks for, or another profile`,
      }
  }
  if (then.passkeys === 'off' && stands.passkeys !== undefined)
    return {
      path: 'then.passkeys',
      expected: `${stands.passkeys}, as the profile ${profile} asks for, or another profile`,
    }
  const at = otherWays.findIndex((way) => stands.otherWays?.includes(way) === false)
  return at < 0
    ? undefined
    : {
        path: `then.otherWays.${at}`,
        expected: `a kind of code that counts in the profile ${profile}, or another profile`,
      }
}

function doubledWay({ otherWays = [] }: PolicySettings): PolicyFault | undefined {
  const at = otherWays.findIndex((way, nth) => otherWays.indexOf(way) !== nth)
  return at < 0 ? undefined : { path: `then.otherWays.${at}`, expected: 'each kind of code once' }
}
