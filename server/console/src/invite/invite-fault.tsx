// What went wrong with an invitation, in words for people who are new here.
import type { JSX } from 'preact'
import type { Fault } from '../api/answer.js'
import { FaultAlert } from '../parts/fault-alert.js'
import { useText } from '../text/language.js'
import { inviteText } from './text.js'

export function InviteFault({
  fault,
  again,
}: {
  readonly fault: Fault
  readonly again?: () => void
}): JSX.Element {
  const text = useText(inviteText).faults
  return (
    <FaultAlert words={wordsOf(fault, text)} again={again ? { words: text.again, run: again } : undefined} />
  )
}

function wordsOf({ code }: Fault, text: (typeof inviteText)['en']['faults']): string {
  switch (code) {
    case 'unreachable':
    case 'unreadable':
    case 'unavailable':
    case 'draining':
      return text.unreachable
    case 'too_many_requests':
      return text.tooMany
    case 'invitation_refused':
      return text.refused
    // The address was cut short: the server knows the shape that a secret must have.
    case 'body_invalid':
      return text.noLinkLead
    default:
      return text.other
  }
}
