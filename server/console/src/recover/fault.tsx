// What went wrong on the way back, in words for somebody who is locked out.
import type { JSX } from 'preact'
import type { Fault } from '../api/answer.js'
import { FaultAlert } from '../parts/fault-alert.js'
import { useText } from '../text/language.js'
import { recoverText } from './text.js'

export function RecoverFault({ fault }: { readonly fault: Fault }): JSX.Element {
  const text = useText(recoverText).faults
  return <FaultAlert words={wordsOf(fault, text)} />
}

function wordsOf({ code, retryAfterSeconds }: Fault, text: (typeof recoverText)['en']['faults']): string {
  switch (code) {
    case 'code_refused':
    case 'way_not_allowed':
    case 'too_many_requests':
    case 'unauthorized':
      return text[code]
    case 'too_many_tries':
      return retryAfterSeconds === undefined
        ? text.too_many_tries_ever
        : text.too_many_tries(Math.ceil(retryAfterSeconds / 60))
    case 'unreachable':
    case 'unreadable':
    case 'unavailable':
    case 'draining':
      return text.unreachable
    default:
      return text.other
  }
}
