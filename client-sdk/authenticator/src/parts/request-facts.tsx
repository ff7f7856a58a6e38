// What a person reads before deciding, in the order in which they can judge it: which page, from which browser, from where, when, for whom (SECURITY A12).
import type { OpenRequest } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { ageInWords, hostOf } from '../format.js'
import type { Messages } from '../text/en.js'
import { useSpeech, useText } from '../text/index.js'

export function RequestFacts({ request }: { readonly request: OpenRequest }): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.request
  const { browser, browserKnown, address, place } = request
  return (
    <dl class="facts request-facts">
      <dt>{text.site}</dt>
      <dd>{hostOf(request.origin)}</dd>
      <dt>{text.browser}</dt>
      <dd>
        {browser || text.unknown} <BrowserTag request={request} />
        {browserKnown === 'new' && <p class="fact-note">{text.newBrowserNote}</p>}
      </dd>
      <dt>{text.from}</dt>
      <dd>
        {place || address || text.unknown} <NetworkTag request={request} />
        {place !== '' && address !== '' && <span class="soft small"> {address}</span>}
      </dd>
      <dt>{text.when}</dt>
      <dd>{ageInWords(request, speech)}</dd>
      <dt>{text.user}</dt>
      <dd>
        {request.userId} <span class="soft">· {request.serverName}</span>
      </dd>
    </dl>
  )
}

/** The same facts in two lines, where several requests share a screen. */
export function RequestBrief({ request }: { readonly request: OpenRequest }): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.request
  const browser = request.browser || text.unknown
  return (
    <div class="small">
      <p class="soft">{hostOf(request.origin)}</p>
      <p>
        {fromWhere(request, text)} · {browser} · {ageInWords(request, speech)}{' '}
        <BrowserTag request={request} /> <NetworkTag request={request} />
      </p>
    </div>
  )
}

function BrowserTag({ request }: { readonly request: OpenRequest }): JSX.Element | null {
  const text = useText().request
  if (request.browserKnown === 'new') return <span class="tag tag--warn">{text.newBrowser}</span>
  return request.browserKnown === 'known' ? <span class="tag">{text.knownBrowser}</span> : null
}

/** Nothing where it is another network: a phone on mobile data always is. */
function NetworkTag({ request }: { readonly request: OpenRequest }): JSX.Element | null {
  const text = useText().request
  return request.sameNetwork ? <span class="tag">{text.sameNetwork}</span> : null
}

function fromWhere({ address, place }: OpenRequest, text: Messages['request']): string {
  if (place && address) return text.place(address, place)
  return place || address || text.unknown
}
