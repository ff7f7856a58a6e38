// What one account was told, newest first; opening the list is reading it.
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Account } from '../app-state.js'
import { longDate } from '../format.js'
import { Disown } from '../parts/disown.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen } from '../parts/screen.js'
import { useSpeech } from '../text/index.js'

export function Notices({ account: { pairing } }: { readonly account: Account }): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.notices
  const app = useApp()
  const { deviceId } = pairing
  const notices = useAppState().notices[deviceId] ?? []
  const newest = notices[0]?.id
  useEffect(() => app.parts().notices.markRead(deviceId), [app, deviceId, newest])
  const known = notices.flatMap((notice) => {
    // A kind without words is a newer server's: there is nothing to say about it here.
    const said = Object.hasOwn(text.said, notice.kind) ? text.said[notice.kind] : undefined
    const fact = (name: string): string => String(notice.facts[name] ?? '')
    const from = [fact('address'), fact('browser')].filter(Boolean).join(' · ')
    const name = fact('deviceName') || fact('appName') || fact('name')
    return said ? [{ notice, words: said(name, fact('left')), from }] : []
  })
  return (
    <Screen back={{ at: 'account', deviceId }}>
      <Heading>{text.title}</Heading>
      {known.length === 0 ? (
        <div class="empty">
          <Icon name="info" />
          <h2>{text.empty}</h2>
          <p class="soft">{text.emptyLead}</p>
        </div>
      ) : (
        <>
          <p class="small soft">{text.lead}</p>
          <ul class="card list">
            {known.map(({ notice, words, from }) => (
              <li key={notice.id} class="list__item">
                <p>{words}</p>
                <p class="small soft">{longDate(notice.atMs, speech)}</p>
                {from !== '' && <p class="small soft">{from}</p>}
                <Disown deviceId={deviceId} notice={notice} words={words} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Screen>
  )
}
