// What the outcome of a request says to the person: a sign, a title, sentences, and whether it can still be taken back.
import type { OpenRequest } from '@countersign/client-sdk'
import type { Ended } from './app-state.js'
import type { Messages } from './text/en.js'

export interface Verdict {
  readonly sign: 'good' | 'stopped' | 'neutral'
  readonly title: string
  readonly lines: readonly string[]
  /** A denial wins until the approval is redeemed (PROTOCOL §0.4). */
  readonly canTakeBack: boolean
  /** Says something that must be read: a new request waits until the person goes on. */
  readonly mustBeRead: boolean
}

export function verdictOf({ held, result, answered, alsoDenied }: Ended, { outcome }: Messages): Verdict {
  // A payment lets nobody in: where a sentence speaks of a login, another stands for it.
  const text = held.request.purpose === 'transaction' ? { ...outcome, ...outcome.ofTransaction } : outcome
  const { appName: app, mode } = held.request
  const also = alsoDenied > 0 ? [text.alsoDenied(alsoDenied)] : []
  const say = (sign: Verdict['sign'], title: string, ...lines: readonly string[]): Verdict => ({
    sign,
    title,
    lines: [...lines, ...also],
    canTakeBack: result.state === 'approved',
    mustBeRead: false,
  })
  const warn = (...words: Parameters<typeof say>): Verdict => ({ ...say(...words), mustBeRead: true })

  if (result.state === 'failed') return warn('neutral', text.failedTitle, text.failed[result.fault])
  const here = result.byThisDevice
  switch (result.state) {
    // Pending is no outcome; a server that says so after an answer has not counted it.
    case 'pending':
      return say('neutral', text.failedTitle, text.failed.other)
    case 'approved':
      return here
        ? say('good', text.approvedTitle, text.approved(app))
        : say('neutral', text.elsewhereTitle, text.elsewhereApproved)
    case 'redeemed':
      if (answered === 'deny' || answered === 'report')
        return warn('stopped', text.tooLateTitle, text.tooLate, text.tooLateNext(app))
      return here
        ? say('good', text.approvedTitle, text.redeemed(app))
        : say('neutral', text.elsewhereTitle, text.elsewhereRedeemed)
    case 'lapsed':
      return say('neutral', text.lapsedTitle, text.lapsed)
    case 'denied':
      return here
        ? say('stopped', text.deniedTitle, text.denied(app))
        : say('neutral', text.elsewhereTitle, text.elsewhereDenied)
    case 'reported':
      return here
        ? warn('stopped', text.reportedTitle, text.reported(app), text.reportedNext(app))
        : say('neutral', text.elsewhereTitle, text.elsewhereDenied, text.reportedNext(app))
    case 'mismatched':
      return here
        ? say('stopped', mismatchedTitle(mode, text), text.mismatched)
        : say('neutral', text.elsewhereTitle, text.elsewhereMismatched)
    case 'expired':
      return say('neutral', text.expiredTitle, text.expired)
    case 'cancelled':
      return say('neutral', text.cancelledTitle, text.cancelled)
  }
}

function mismatchedTitle(mode: OpenRequest['mode'], text: Messages['outcome']): string {
  switch (mode) {
    case 'symbol':
      return text.mismatchedTitle
    case 'code':
      return text.mismatchedCodeTitle
    case 'qr':
    case 'link':
      return text.mismatchedScanTitle
  }
}
