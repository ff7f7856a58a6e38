// Policies for tests: in a few words, every part replaceable.
import type { DecidedSettings, PolicyBody } from '@countersign/protocol/admin'
import { idOf } from './core-records.js'

/** What holds where no policy says anything, as a server of tests has it. */
export const usualSettings: DecidedSettings = {
  requirement: 'required',
  match: 'symbol',
  newBrowserMatch: 'symbol',
  userVerification: 'none',
  ring: 'when_needed',
  passkeys: 'off',
  symbolsShown: 6,
  challengeTtlSeconds: 90,
  otherWays: ['totp', 'backup', 'bypass'],
  totpDigits: 6,
  totpAlgorithm: 'SHA1',
  setUp: 'by_invitation',
  setUpGraceDays: 0,
}

export interface PolicyWords extends Partial<Omit<PolicyBody, 'when' | 'then' | 'id'>> {
  /** What stands under `then`. */
  readonly says?: PolicyBody['then']
  readonly when?: Partial<PolicyBody['when']>
  readonly id?: number
}

/** The nth policy is named after its number. */
export function policyBody({ id = 1, when, says = {}, ...over }: PolicyWords = {}): PolicyBody {
  return {
    id: idOf(id),
    name: `policy ${id}`,
    enabled: true,
    // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
    then: says,
    ...over,
    when: { appIds: [], groupIds: [], networks: [], times: [], ...when },
  }
}
