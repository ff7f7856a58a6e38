// The page at /not-me/: shows what was told, and stops the account when the person says that it was not them.
import type { NotMeFound } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { createApi } from '../api/client.js'
import { useChanging, useReading } from '../api/context.js'
import { noticeText, saidBy } from '../me/notice-words.js'
import { FaultAlert } from '../parts/fault-alert.js'
import { Icon } from '../parts/icons.js'
import { Working } from '../parts/notes.js'
import { Heading } from '../parts/page.js'
import { Alone } from '../shell/alone.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { notMeText } from './text.js'

export function Root(): JSX.Element {
  const text = useText(notMeText).faults
  const api = useMemo(() => createApi('/v1'), [])
  const [secret] = useState(takeSecret)
  if (secret === '')
    return (
      <Alone>
        <Heading>{text.noLink}</Heading>
        <p>{text.noLinkLead}</p>
      </Alone>
    )
  return <Opened api={api} secret={secret} />
}

/** From the fragment, which then leaves the address: whoever looks over the shoulder, or at the history, finds no link. */
function takeSecret(): string {
  const secret = /^#([\w-]{43})$/.exec(location.hash)?.[1] ?? ''
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  return secret
}

function Opened({ api, secret }: { readonly api: Api; readonly secret: string }): JSX.Element {
  const text = useText(notMeText)
  const found = useReading(() => api.send<NotMeFound>('POST', '/not-me/look-up', { secret }), [secret])
  const stop = useChanging()
  const about = found.value
  if (found.fault)
    return (
      <Alone>
        <Heading>{text.title}</Heading>
        <NotMeFault fault={found.fault} again={found.again} />
      </Alone>
    )
  if (!about)
    return (
      <Alone>
        <Working words={text.loading} />
      </Alone>
    )
  if (about.stopped) return <Stopped about={about} />
  return (
    <Alone name={about.serverName}>
      <div class="form">
        <Heading>{text.title}</Heading>
        <Told about={about} />
        <section class="stack">
          <h2>{text.what}</h2>
          <ul class="consequences">
            {text.consequences.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
        {stop.fault && <NotMeFault fault={stop.fault} />}
        <button
          type="button"
          class="button button--danger button--wide"
          disabled={stop.busy}
          onClick={() =>
            void stop.run(() => api.send<NotMeFound>('POST', '/not-me/stop', { secret }), found.put)
          }
        >
          {stop.busy ? text.stopping : text.stop}
        </button>
        <p class="soft">{text.close}</p>
      </div>
    </Alone>
  )
}

function Told({ about }: { readonly about: NotMeFound }): JSX.Element {
  const text = useText(notMeText)
  const { kinds } = useText(noticeText)
  const { dateTime } = useFormat()
  return (
    <div class="stack">
      <p class="soft">{text.told(about.userId, dateTime(about.atMs))}</p>
      <p>{saidBy(kinds, { id: '', kind: about.kind, atMs: about.atMs, facts: about.facts }) ?? about.kind}</p>
    </div>
  )
}

function Stopped({ about }: { readonly about: NotMeFound }): JSX.Element {
  const text = useText(notMeText)
  return (
    <Alone name={about.serverName}>
      <span class="done-sign">
        <Icon name="check" />
      </span>
      <Heading>{text.stoppedTitle}</Heading>
      <p>{text.stoppedLead(about.userId)}</p>
      <section class="stack">
        <h2>{text.next}</h2>
        <ol class="steps">
          {text.steps.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </section>
    </Alone>
  )
}

function NotMeFault({ fault, again }: { readonly fault: Fault; readonly again?: () => void }): JSX.Element {
  const text = useText(notMeText).faults
  return (
    <FaultAlert
      words={wordsOf(fault, text)}
      again={again && !isDead(fault) ? { words: text.again, run: again } : undefined}
    />
  )
}

/** Asking again about a link that leads nowhere gets the same answer. */
function isDead({ code }: Fault): boolean {
  return code === 'link_invalid' || code === 'body_invalid'
}

function wordsOf({ code }: Fault, text: (typeof notMeText)['en']['faults']): string {
  switch (code) {
    case 'link_invalid':
    case 'body_invalid':
      return text.ended
    case 'unreachable':
    case 'unreadable':
    case 'unavailable':
    case 'draining':
      return text.unreachable
    default:
      return text.other
  }
}
