// A login page that shows a QR code: what it holds for the phone's camera ([QR3]).
import type { ChallengeId, MatchShown } from '@countersign/protocol'
import { formatScanLink } from '@countersign/protocol'

/** What the page draws for it: a QR code of this link, which it can also show as text. */
export interface ScanDrawn {
  readonly mode: 'qr'
  readonly href: string
}

/** The link of an attempt of mode qr. */
export function scanDrawn(
  { publicServerUrl }: { readonly publicServerUrl: string },
  challengeId: string,
  { secret }: Extract<MatchShown, { mode: 'qr' }>,
): ScanDrawn {
  // Sound: the session has it from the server's reply, whose schema takes nothing but ids.
  const id = challengeId as ChallengeId
  return { mode: 'qr', href: formatScanLink({ serverUrl: publicServerUrl, challengeId: id, secret }) }
}
