// Where a set-up ends: an address at one of the origins that the app is registered with, and nowhere else ([SU2]).
import type { App } from '../../core/records.js'
import type { Refusal } from '../../core/refusal.js'

/**
 * Told whoever the request is about, so that a mistake shows before the first person without a phone comes by.
 * @param path where in the body it stands.
 */
export function returnFault(
  { origins }: Pick<App, 'origins'>,
  returnTo: string | undefined,
  path: string,
): Refusal | undefined {
  if (returnTo === undefined || origins.includes(originOf(returnTo) ?? '')) return undefined
  return {
    reason: 'value_invalid',
    path,
    expected: 'a full address at one of the origins of this app',
  }
}

/** As browsers read it: a backslash is a slash, what stands before an @ is no host. Names and passwords have no place in it at all. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { origin, username, password } = new URL(text)
  return username === '' && password === '' ? origin : undefined
}
