// Recent requests on this device, by day, with how each ended.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import { clockTime, dayInWords } from '../format.js'
import type { HistoryEntry } from '../history-log.js'
import { ConfirmDialog } from '../parts/confirm-dialog.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen } from '../parts/screen.js'
import { useSpeech } from '../text/index.js'

export function History(): JSX.Element {
  const speech = useSpeech()
  const text = speech.text.history
  const app = useApp()
  const { history } = useAppState()
  const [asking, setAsking] = useState(false)
  const dayOf = (entry: HistoryEntry): string => dayInWords(entry.issuedAtMs, speech)
  return (
    <Screen back={{ at: 'home' }}>
      <Heading>{text.title}</Heading>
      {history.length === 0 ? (
        <div class="empty">
          <Icon name="clock" />
          <h2>{text.empty}</h2>
          <p class="soft">{text.emptyLead}</p>
        </div>
      ) : (
        <>
          <p class="small soft">{text.lead}</p>
          {[...new Set(history.map(dayOf))].map((day) => (
            <section key={day} class="stack">
              <h2 class="day">{day}</h2>
              <ul class="card list">
                {history
                  .filter((entry) => dayOf(entry) === day)
                  .map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
              </ul>
            </section>
          ))}
          <div class="spread" />
          <button type="button" class="button button--wide" onClick={() => setAsking(true)}>
            {text.clear}
          </button>
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={text.clearTitle}
          lead={text.clearLead}
          confirm={text.clear}
          keep={speech.text.common.cancel}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            void app.parts().history.clear()
          }}
        />
      )}
    </Screen>
  )
}

function Entry({ entry }: { readonly entry: HistoryEntry }): JSX.Element {
  const speech = useSpeech()
  const { text } = speech
  // An entry that was open when the app was closed has ended since.
  const state = entry.state === 'pending' && entry.expiresAtMs < Date.now() ? 'expired' : entry.state
  const decided = ['approved', 'redeemed', 'denied', 'reported', 'mismatched'].includes(state)
  const place = entry.place || entry.address
  return (
    <li class="list__item">
      <div class="list__line">
        <span class="list__name">{entry.appName}</span>
        <span class="soft small nowrap">{clockTime(entry.issuedAtMs, speech)}</span>
      </div>
      <p class="small soft">{[entry.userId, place, entry.browser].filter(Boolean).join(' · ')}</p>
      <p class={`small outcome outcome--${state}`}>
        {text.history.state[state]}
        {decided && !entry.byThisDevice && <span class="soft"> {text.history.elsewhere}</span>}
      </p>
    </li>
  )
}
