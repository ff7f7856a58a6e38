// What went wrong with a set-up, in words for somebody who only wanted to log in.
import type { JSX } from 'preact'
import type { Fault } from '../api/answer.js'
import { FaultAlert } from '../parts/fault-alert.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { setUpText } from './text.js'

/** A link that is over takes the whole page: nothing of the step it was at is of use any more. */
export function SetUpFault({
  fault,
  again,
}: {
  readonly fault: Fault
  readonly again?: () => void
}): JSX.Element {
  const text = useText(setUpText).faults
  if (isOver(fault))
    return (
      <div class="stack" role="alert">
        <Heading>{text.title}</Heading>
        <p>{text.lead}</p>
      </div>
    )
  return (
    <FaultAlert words={wordsOf(fault, text)} again={again ? { words: text.again, run: again } : undefined} />
  )
}

/** The server says the same of a link that is used, too old, withdrawn, or never was. */
export const isOver = ({ code }: Fault): boolean => code === 'link_invalid' || code === 'body_invalid'

function wordsOf({ code }: Fault, text: (typeof setUpText)['en']['faults']): string {
  switch (code) {
    case 'unreachable':
    case 'unreadable':
    case 'draining':
      return text.unreachable
    case 'unavailable':
      return text.busy
    case 'too_many_requests':
      return text.tooMany
    default:
      return text.other
  }
}
