// Who asks, for whom, from where, with which browser, when: what a person reads before deciding (SECURITY A12).
import type { OpenRequest } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { ageInWords, hostOf } from '../format.js'
import type { Messages } from '../text/en.js'
import { useSpeech, useText } from '../text/index.js'

export function RequestFacts({ request }: { readonly request: OpenRequest }): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.request
  const { browser } = request
  return (
    <dl class="facts request-facts">
      <dt>{text.user}</dt>
      <dd>
        {request.userId} <span class="soft">· {request.serverName}</span>
      </dd>
      <dt>{text.site}</dt>
      <dd>{hostOf(request.origin)}</dd>
      <dt>{text.from}</dt>
      <dd>{fromWhere(request, text)}</dd>
      <dt>{text.browser}</dt>
      <dd>
        {browser || text.unknown} <BrowserTag request={request} />
      </dd>
      <dt>{text.when}</dt>
      <dd>{ageInWords(request, speech)}</dd>
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
        <BrowserTag request={request} />
      </p>
    </div>
  )
}

function BrowserTag({ request }: { readonly request: OpenRequest }): JSX.Element | null {
  const text = useText().request
  if (request.browserKnown === 'new') return <span class="tag tag--warn">{text.newBrowser}</span>
  return request.browserKnown === 'known' ? <span class="tag">{text.knownBrowser}</span> : null
}

function fromWhere({ address, place }: OpenRequest, text: Messages['request']): string {
  if (place && address) return text.place(address, place)
  return place || address || text.unknown
}
