// "Was this you?": what one's phones were asked lately, and the way to say that it was somebody else.
import type { MyRequest, MyRequests } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { BrowserTag } from '../browsers/browser-tag.js'
import { Confirm } from '../parts/dialog.js'
import { Note, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { More, useOlder } from './older.js'
import { requestsText } from './requests-text.js'

/** As many as a glance takes in. */
const AT_ONCE = 10
const bad: readonly MyRequest['outcome'][] = ['denied', 'reported', 'mismatched']

export function Requests(): JSX.Element {
  const text = useText(requestsText)
  const api = useApi()
  const say = useToast()
  const older = useOlder<MyRequest>((cursor) => api.get<MyRequests>('/requests', { cursor, limit: AT_ONCE }))
  const [disowning, setDisowning] = useState<MyRequest>()
  return (
    <Section title={text.title} lead={text.lead}>
      <More of={older} none={text.none}>
        {(requests) => (
          <ul class="list">
            {requests.map((request) => (
              <li key={request.id}>
                <Request request={request} onNotMe={() => setDisowning(request)} />
              </li>
            ))}
          </ul>
        )}
      </More>
      {disowning && (
        <Disown
          request={disowning}
          onClose={() => setDisowning(undefined)}
          onDone={() => {
            setDisowning(undefined)
            say({ words: text.done })
            older.again()
          }}
        />
      )}
    </Section>
  )
}

function Request({
  request,
  onNotMe,
}: {
  readonly request: MyRequest
  readonly onNotMe: () => void
}): JSX.Element {
  const text = useText(requestsText)
  const { dateTime } = useFormat()
  const { outcome, deviceName, disownedAtMs } = request
  const app = request.appName || text.unknownApp
  const when = dateTime(request.requestedAtMs)
  const from = [request.place, request.address, request.browser].filter((part) => part !== '').join(' · ')
  return (
    <>
      <div class="list__words">
        <p class="device__name">
          {app}
          <Tag tone={bad.includes(outcome) ? 'danger' : outcome === 'redeemed' ? 'good' : 'plain'}>
            {text.outcomes[outcome]}
          </Tag>
        </p>
        <p class="small soft">
          {when}
          {deviceName !== null && ` · ${text.on(deviceName)}`}
        </p>
        {from !== '' && (
          <p class="small soft">
            {from}
            <BrowserTag known={request.browserKnown} />
          </p>
        )}
        {disownedAtMs !== null && <p class="small own__disowned">{text.disowned}</p>}
      </div>
      {disownedAtMs === null && (
        <button
          type="button"
          class="button button--small button--danger-quiet"
          aria-label={text.notMeAbout(app, when)}
          onClick={onNotMe}
        >
          {text.notMe}
        </button>
      )}
    </>
  )
}

interface DisownProps {
  readonly request: MyRequest
  readonly onClose: () => void
  readonly onDone: () => void
}

function Disown({ request, onClose, onDone }: DisownProps): JSX.Element {
  const text = useText(requestsText)
  const api = useApi()
  const change = useChanging()
  return (
    <Confirm
      title={text.confirmTitle}
      consequences={[...text.follows, text.here]}
      confirm={text.notMe}
      busy={change.busy}
      fault={change.fault}
      onConfirm={() => void change.run(() => api.send('POST', `/requests/${request.id}/disown`), onDone)}
      onClose={onClose}
    >
      {request.outcome === 'redeemed' && (
        <Note tone="warn">
          <p>{text.wasIn}</p>
        </Note>
      )}
    </Confirm>
  )
}
