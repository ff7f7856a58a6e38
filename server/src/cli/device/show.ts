// How requests and outcomes look at a terminal, and as JSON: who asks, from where, and what to do.
import type { OpenRequest, Outcome } from '@countersign/client-sdk'
import { accessPassById, mixesAlphabets } from '@countersign/protocol'
import { when } from '../report.js'
import type { Shown } from './board.js'
import { slugOf } from './decision.js'

/** All open requests, each with a letter when there are several, and what can be typed. */
export function requestsText(shown: readonly Shown[]): string {
  const several = shown.length > 1
  const [first] = shown
  const before = several ? `${first?.letter} ` : ''
  return [
    '',
    ...shown.map((each) => requestText(each, several)),
    `Deny: ${before}d   This wasn't me: ${before}r   Check for requests: c`,
    ...(several && shown.some(({ request }) => request.mode === 'symbol')
      ? ['Picking an access pass approves its request; the others stay open.']
      : []),
  ].join('\n')
}

export function requestView(request: OpenRequest): Record<string, unknown> {
  const { challengeId, serverName, appName, origin, userId, address, browser, place } = request
  return {
    challengeId,
    server: serverName,
    app: appName,
    origin,
    userId,
    address,
    browser,
    place,
    browserKnown: request.browserKnown,
    sameNetwork: request.sameNetwork,
    otherOpen: request.otherOpen,
    purpose: request.purpose,
    transaction: request.transaction ?? null,
    verification: request.verification,
    mode: request.mode,
    options: request.options.map((id) => ({ id, slug: slugOf(id), name: accessPassById(id)?.name.en ?? '' })),
    issuedAtMs: request.issuedAtMs,
    expiresAtMs: request.expiresAtMs,
  }
}

/** What became of a request, in words of the person's. */
export function outcomeText({ appName }: OpenRequest, { state, byThisDevice }: Outcome): string {
  const elsewhere = byThisDevice ? '' : ' on another device'
  switch (state) {
    case 'pending':
      return `${appName}: still open`
    case 'approved':
    case 'redeemed':
      return `${appName}: approved${elsewhere}`
    case 'denied':
      return `${appName}: denied${elsewhere}`
    case 'reported':
      return `${appName}: reported as not you${elsewhere}, and denied`
    case 'mismatched':
      return `${appName}: wrong choice${elsewhere}, the login was stopped`
    case 'expired':
      return `${appName}: expired`
    case 'lapsed':
      return `${appName}: approved, but the login page did not wait for it`
    case 'cancelled':
      return `${appName}: withdrawn by the login page`
  }
}

function requestText({ request, letter, passes }: Shown, several: boolean): string {
  const question = { login: 'log in', stepUp: 'confirm something important', transaction: 'approve' }[
    request.purpose
  ]
  const from = [request.address, request.place, request.browser].filter((text) => text !== '').join(', ')
  const lines = [
    `${several ? `${letter}. ` : ''}${request.appName}: ${request.userId} wants to ${question}`,
    ...transactionLines(request),
    `   from   ${from || 'unknown'}`,
    `   page   ${request.origin}`,
    `   asked  ${when(request.issuedAtMs)}, ${Math.ceil(request.remainingMs() / 1_000)} s left`,
    ...(request.browserKnown === 'new'
      ? ['   !      a new browser: if you have signed in with it before, deny']
      : []),
    ...(request.browserKnown === 'known' ? ['          a known browser'] : []),
    ...(request.sameNetwork ? ['          from the network that this device is in'] : []),
  ]
  if (request.mode === 'code')
    return [...lines, '   Type the six digits that the login page shows.', ''].join('\n')
  if (request.mode === 'qr')
    return [...lines, '   Paste the link that the login page shows under “Cannot scan?”.', ''].join('\n')
  if (request.mode === 'link')
    return [
      ...lines,
      '   Approved only where its link was opened: a browser on the phone. Here: deny.',
      '',
    ].join('\n')
  const rows = passes.map(
    ({ number, symbolId }) =>
      `${String(number).padStart(5)}  ${accessPassById(symbolId)?.name.en ?? symbolId}`,
  )
  return [...lines, '   Which access pass does the login page show?', ...rows, ''].join('\n')
}

/** [TX3]: what is approved, word for word, before everything else about the request. */
function transactionLines({ transaction }: OpenRequest): readonly string[] {
  if (transaction === undefined) return []
  const { title, amount, payee, note } = transaction
  const isOdd = [title, payee, note].some(mixesAlphabets)
  return [
    '',
    `   ${title}`,
    ...(amount === '' ? [] : [`   amount ${amount}`]),
    ...(payee === '' ? [] : [`   to     ${payee}`]),
    ...(note === '' ? [] : [`   note   ${note}`]),
    ...(isOdd ? ['   !      a word mixes letters of two alphabets, as forged names do'] : []),
    '',
  ]
}
