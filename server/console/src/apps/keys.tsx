// The keys of an app: which are valid until when, a new one beside the old, and the end of one at once.
import type { AppKeyBody, AppKeyRotated } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm, FormDialog } from '../parts/dialog.js'
import { SelectField } from '../parts/fields.js'
import { Tag } from '../parts/notes.js'
import { Once } from '../parts/once.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { AppPartProps } from './app-page.js'
import { appsText } from './text.js'

interface KeysProps extends AppPartProps {
  readonly onAgain: () => void
}

export function Keys({ app, onApp, onAgain }: KeysProps): JSX.Element {
  const text = useText(appsText)
  const format = useFormat()
  const may = useMay()
  const [rotating, setRotating] = useState(false)
  const [ending, setEnding] = useState<AppKeyBody>()
  const mayChange = may('apps:write')
  const columns: readonly Column<AppKeyBody>[] = [
    { id: 'id', title: text.keys.id, kind: 'main', cell: ({ id }) => <code>cs_{id}_…</code> },
    { id: 'made', title: text.keys.made, cell: ({ createdAtMs }) => format.date(createdAtMs) },
    {
      id: 'ends',
      title: text.keys.ends,
      cell: ({ expiresAtMs }) =>
        expiresAtMs === null ? <Tag tone="good">{text.keys.current}</Tag> : format.dateTime(expiresAtMs),
    },
    {
      id: 'tools',
      title: text.keys.endShort,
      kind: 'tools',
      cell: (key) =>
        mayChange && (
          <button
            type="button"
            class="button button--small button--danger-quiet"
            aria-label={text.keys.end(key.id)}
            onClick={() => setEnding(key)}
          >
            {text.keys.endShort}
          </button>
        ),
    },
  ]
  return (
    <Section
      title={text.keys.title}
      lead={text.keys.lead}
      actions={
        mayChange && (
          <button type="button" class="button button--small" onClick={() => setRotating(true)}>
            {text.keys.rotate}
          </button>
        )
      }
    >
      {app.keys.length === 0 ? (
        <p class="soft">{text.keyState.none}</p>
      ) : (
        <Table caption={text.keys.title} columns={columns} rows={app.keys} keyOf={({ id }) => id} />
      )}
      {rotating && <Rotate app={app} onApp={onApp} onClose={() => setRotating(false)} />}
      {ending && (
        <EndKey app={app} keyId={ending.id} onClose={() => setEnding(undefined)} onEnded={onAgain} />
      )}
    </Section>
  )
}

const overlaps = { now: 0, hour: 3_600, day: 86_400, week: 604_800, month: 2_592_000 } as const
type Overlap = keyof typeof overlaps

function Rotate({ app, onApp, onClose }: AppPartProps & { readonly onClose: () => void }): JSX.Element {
  const text = useText(appsText)
  const api = useApi()
  const change = useChanging()
  const [overlap, setOverlap] = useState<Overlap>('day')
  const [rotated, setRotated] = useState<AppKeyRotated>()
  if (rotated)
    return (
      <Once
        {...text.once}
        value={rotated.apiKey}
        onDone={() => {
          onApp(rotated.app)
          onClose()
        }}
      />
    )
  return (
    <FormDialog
      title={text.keys.rotateTitle}
      submit={text.keys.make}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={() =>
        void change.run(
          () =>
            api.send<AppKeyRotated>('POST', `/apps/${app.id}/keys`, { overlapSeconds: overlaps[overlap] }),
          setRotated,
        )
      }
    >
      <p>{text.keys.rotateLead}</p>
      <SelectField
        label={text.keys.overlap}
        hint={overlap === 'now' ? text.keys.nowHint : undefined}
        value={overlap}
        options={(['now', 'hour', 'day', 'week', 'month'] as const).map((one) => [
          one,
          text.keys.overlaps[one],
        ])}
        onValue={setOverlap}
      />
    </FormDialog>
  )
}

interface EndKeyProps {
  readonly app: AppPartProps['app']
  readonly keyId: string
  readonly onClose: () => void
  readonly onEnded: () => void
}

function EndKey({ app, keyId, onClose, onEnded }: EndKeyProps): JSX.Element {
  const text = useText(appsText).keys
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  return (
    <Confirm
      title={text.endTitle}
      consequences={[text.endLead]}
      confirm={text.endShort}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `/apps/${app.id}/keys/${keyId}`),
          () => {
            say({ words: text.ended })
            onClose()
            onEnded()
          },
        )
      }
    />
  )
}
