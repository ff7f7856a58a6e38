// What one was told about one's account, newest first; and "this wasn't me".
import type { MyNotices, Notice } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Section } from '../parts/page.js'
import { useSession } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { canDisown } from './disown.js'
import { disownText } from './disown-text.js'
import { detailsOf, noticeText, saidBy } from './notice-words.js'
import { More, useOlder } from './older.js'

const AT_ONCE = 10

export function Notices(): JSX.Element {
  const text = useText(noticeText)
  const notMe = useText(disownText)
  const { dateTime } = useFormat()
  const api = useApi()
  const { session } = useSession()
  const older = useOlder<Notice>((cursor) => api.get<MyNotices>('/notices', { cursor, limit: AT_ONCE }))
  const [disowned, setDisowned] = useState<Notice>()
  return (
    <Section title={text.title} lead={text.lead}>
      <More of={older} none={text.none}>
        {(notices) => (
          <ul class="list">
            {notices.map((notice) => {
              const said = saidBy(text.kinds, notice)
              const details = detailsOf(notice)
              return (
                said !== undefined && (
                  <li key={notice.id}>
                    <div class="list__words">
                      <p>{said}</p>
                      <p class="small soft">
                        {dateTime(notice.atMs)}
                        {details !== '' && ` · ${details}`}
                      </p>
                    </div>
                    {session.by !== 'codes' && canDisown(notice, Date.now()) && (
                      <button
                        type="button"
                        class="button button--small button--danger-quiet"
                        aria-label={`${notMe.say}: ${said}`}
                        onClick={() => setDisowned(notice)}
                      >
                        {notMe.say}
                      </button>
                    )}
                  </li>
                )
              )
            })}
          </ul>
        )}
      </More>
      {disowned && <Disown notice={disowned} onClose={() => setDisowned(undefined)} />}
    </Section>
  )
}

/** It ends this session as well: the page that comes next says so. */
function Disown({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }): JSX.Element {
  const text = useText(disownText)
  const { kinds } = useText(noticeText)
  const api = useApi()
  const stop = useChanging()
  return (
    <Confirm
      title={text.title}
      consequences={text.consequences}
      confirm={text.stop}
      busy={stop.busy}
      fault={stop.fault}
      onClose={onClose}
      onConfirm={() =>
        void stop.run(
          () => api.send('POST', `/notices/${notice.id}/disown`),
          () => location.reload(),
        )
      }
    >
      <p>{saidBy(kinds, notice)}</p>
    </Confirm>
  )
}
