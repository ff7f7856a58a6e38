// What one was told about one's account, newest first.
import type { MyNotices, Notice } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useApi } from '../api/context.js'
import { Section } from '../parts/page.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { detailsOf, noticeText, saidBy } from './notice-words.js'
import { More, useOlder } from './older.js'

const AT_ONCE = 10

export function Notices(): JSX.Element {
  const text = useText(noticeText)
  const { dateTime } = useFormat()
  const api = useApi()
  const older = useOlder<Notice>((cursor) => api.get<MyNotices>('/notices', { cursor, limit: AT_ONCE }))
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
                  </li>
                )
              )
            })}
          </ul>
        )}
      </More>
    </Section>
  )
}
