// Who asks, for whom, from where, with which browser, when: what a person reads before deciding (SECURITY A12).
import type { OpenRequest } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { ageInWords, hostOf } from '../format.js'
import { useSpeech } from '../text/index.js'

export function RequestFacts({ request }: { readonly request: OpenRequest }): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.request
  const { address, place, browser, browserKnown } = request
  const from = place && address ? text.place(address, place) : place || address || text.unknown
  return (
    <dl class="facts request-facts">
      <dt>{text.user}</dt>
      <dd>
        {request.userId} <span class="soft">· {request.serverName}</span>
      </dd>
      <dt>{text.site}</dt>
      <dd>{hostOf(request.origin)}</dd>
      <dt>{text.from}</dt>
      <dd>{from}</dd>
      <dt>{text.browser}</dt>
      <dd>
        {browser || text.unknown}{' '}
        {browserKnown === 'new' && <span class="tag tag--warn">{text.newBrowser}</span>}
        {browserKnown === 'known' && <span class="tag">{text.knownBrowser}</span>}
      </dd>
      <dt>{text.when}</dt>
      <dd>{ageInWords(request, speech)}</dd>
    </dl>
  )
}
