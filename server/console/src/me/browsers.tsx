// Where one is signed in: this browser and others, at the console too; each can be signed out.
import type { SessionList, SessionRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FaultNote, Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { inBoth, useText } from '../text/language.js'

const browsersText = inBoth(
  {
    title: 'Where you are signed in',
    lead: 'At this server’s own pages. What apps you are in, the apps know.',
    here: 'This browser',
    console: 'Console',
    unknown: 'A browser',
    seen: (ago: string) => `seen ${ago}`,
    end: 'Sign out',
    endThat: (browser: string) => `Sign out ${browser}`,
    ended: 'Signed out there.',
  },
  {
    title: 'Wo du angemeldet bist',
    lead: 'Auf den Seiten dieses Servers selbst. In welchen Apps du bist, wissen die Apps.',
    here: 'Dieser Browser',
    console: 'Konsole',
    unknown: 'Ein Browser',
    seen: (ago) => `gesehen ${ago}`,
    end: 'Abmelden',
    endThat: (browser) => `${browser} abmelden`,
    ended: 'Dort abgemeldet.',
  },
)

export function Browsers(): JSX.Element {
  const text = useText(browsersText)
  const { ago } = useFormat()
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const list = useReading(() => api.get<SessionList>('/sessions', { limit: 50 }), [])
  const end = ({ id }: SessionRow): void => {
    void change.run(
      () => api.send('DELETE', `/sessions/${id}`),
      () => {
        say({ words: text.ended })
        list.again()
      },
    )
  }
  return (
    <Section title={text.title} lead={text.lead}>
      <FaultNote fault={change.fault} />
      <Loaded of={list}>
        {({ items }) => (
          <ul class="list">
            {items.map((one) => (
              <li key={one.id}>
                <div class="list__words">
                  <p class="device__name">
                    {one.browser || text.unknown}
                    {one.current && <Tag tone="good">{text.here}</Tag>}
                    {one.kind === 'admin' && <Tag>{text.console}</Tag>}
                  </p>
                  <p class="small soft">
                    {one.address} · {text.seen(ago(one.seenAtMs))}
                  </p>
                </div>
                {!one.current && (
                  <button
                    type="button"
                    class="button button--small"
                    aria-label={text.endThat(one.browser || text.unknown)}
                    disabled={change.busy}
                    onClick={() => end(one)}
                  >
                    {text.end}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}
