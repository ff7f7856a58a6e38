// New entries as they happen; paused, they wait and are counted.
import type { AuditEntryBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Query } from '../api/client.js'
import { useApi } from '../api/context.js'
import type { Live } from '../api/events.js'
import { useEvents } from '../api/events.js'
import { Tag } from '../parts/notes.js'
import { useText } from '../text/language.js'
import { auditText } from './text.js'

/** A page that stays open for days must not grow for days. */
const KEPT_MAX = 500

export interface Tail {
  readonly live: Live
  readonly entries: readonly AuditEntryBody[]
  readonly waiting: number
  readonly paused: boolean
  readonly pause: () => void
  readonly resume: () => void
}

export function useTail(query: Query): Tail {
  const api = useApi()
  const [entries, setEntries] = useState<readonly AuditEntryBody[]>([])
  const [waiting, setWaiting] = useState<readonly AuditEntryBody[]>([])
  const [paused, setPaused] = useState(false)
  const live = useEvents(api.href('/audit/stream', query), 'entry', (data) => {
    // Sound: the page and the server are one build, and the server's events are checked in its tests.
    const entry = data as AuditEntryBody
    const add = (list: readonly AuditEntryBody[]): readonly AuditEntryBody[] =>
      [entry, ...list.filter(({ id }) => id !== entry.id)].slice(0, KEPT_MAX)
    if (paused) setWaiting(add)
    else setEntries(add)
  })
  return {
    live,
    entries,
    waiting: waiting.length,
    paused,
    pause: () => setPaused(true),
    resume() {
      setEntries([...waiting, ...entries].slice(0, KEPT_MAX))
      setWaiting([])
      setPaused(false)
    },
  }
}

export function LiveBar({ tail }: { readonly tail: Tail }): JSX.Element {
  const text = useText(auditText)
  if (tail.live === 'broken') return <p class="soft">{text.broken}</p>
  return (
    <div class="row">
      {tail.paused ? (
        <Tag tone="warn">{text.paused(tail.waiting)}</Tag>
      ) : (
        <Tag tone={tail.live === 'live' ? 'good' : 'plain'}>
          {tail.live === 'live' ? text.live : text.connecting}
        </Tag>
      )}
      <button type="button" class="button button--small" onClick={tail.paused ? tail.resume : tail.pause}>
        {tail.paused ? text.resume : text.pause}
      </button>
    </div>
  )
}
