// Settings, keys: which key signs until when, and the ways to rotate it.
import type { SigningKeyBody, SigningKeysBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { CopyField } from '../parts/copy-field.js'
import { Confirm } from '../parts/dialog.js'
import { Loaded, Note, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { keysText } from './keys-text.js'

const tones = { announced: 'plain', signing: 'good', retiring: 'warn', ended: 'plain' } as const

export function KeySettings({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(keysText)
  const format = useFormat()
  const api = useApi()
  const keys = useReading(() => api.get<SigningKeysBody>('/keys'), [])
  const [rotating, setRotating] = useState(false)
  const columns: readonly Column<SigningKeyBody>[] = [
    { id: 'key', title: text.key, kind: 'main', cell: ({ fingerprint }) => <code>{fingerprint}</code> },
    {
      id: 'state',
      title: text.state,
      cell: ({ state }) => <Tag tone={tones[state]}>{text.states[state]}</Tag>,
    },
    { id: 'from', title: text.from, cell: ({ notBeforeMs }) => format.dateTime(notBeforeMs) },
    { id: 'until', title: text.until, cell: ({ notAfterMs }) => format.dateTime(notAfterMs) },
  ]
  return (
    <Section
      title={text.title}
      lead={text.lead}
      actions={
        mayChange && (
          <button type="button" class="button button--small" onClick={() => setRotating(true)}>
            {text.rotate}
          </button>
        )
      }
    >
      <Loaded of={keys}>
        {({ items, serverId, rotatesAtMs }) => (
          <>
            <Table caption={text.table} columns={columns} rows={items} keyOf={({ id }) => id} />
            {rotatesAtMs !== null && <p class="soft small">{text.rotates(format.ago(rotatesAtMs))}</p>}
            <CopyField label={text.serverId} value={serverId} />
          </>
        )}
      </Loaded>
      {rotating && (
        <Rotate
          onClose={() => setRotating(false)}
          onRotated={(rotated) => {
            setRotating(false)
            keys.put(rotated)
          }}
        />
      )}
    </Section>
  )
}

interface RotateProps {
  readonly onClose: () => void
  readonly onRotated: (keys: SigningKeysBody) => void
}

function Rotate({ onClose, onRotated }: RotateProps): JSX.Element {
  const text = useText(keysText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const already = change.fault?.code === 'conflict'
  return (
    <Confirm
      title={text.rotateTitle}
      consequences={text.consequences}
      confirm={text.rotate}
      danger={false}
      busy={change.busy}
      fault={already ? undefined : change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send<SigningKeysBody>('POST', '/keys/rotate', {}),
          (rotated) => {
            say({ words: text.announced })
            onRotated(rotated)
          },
        )
      }
    >
      {already && <Note>{text.already}</Note>}
    </Confirm>
  )
}
