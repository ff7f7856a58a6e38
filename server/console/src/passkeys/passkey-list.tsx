// The passkeys of an account, one's own or somebody's: each with its name and last use, and a way to remove it.
import type { PasskeyBody } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Tag } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { passkeysText } from './text.js'

interface PasskeyListProps {
  readonly passkeys: readonly PasskeyBody[]
  /** Before `/passkeys`: empty at /me, the account's path at the console. */
  readonly base: string
  readonly mayRemove: boolean
  readonly onChanged: () => void
}

export function PasskeyList({ passkeys, base, mayRemove, onChanged }: PasskeyListProps): JSX.Element {
  const text = useText(passkeysText)
  const [removing, setRemoving] = useState<PasskeyBody>()
  if (passkeys.length === 0) return <p class="soft">{base === '' ? text.none : text.noneOther}</p>
  return (
    <>
      <ul class="list">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>
            <OnePasskey passkey={passkey} />
            {mayRemove && (
              <button
                type="button"
                class="button button--small button--danger-quiet"
                aria-label={text.removeThat(passkey.name)}
                onClick={() => setRemoving(passkey)}
              >
                {text.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {removing && (
        <RemovePasskey
          {...{ base, onChanged }}
          passkey={removing}
          isLast={passkeys.length === 1}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  )
}

function OnePasskey({ passkey }: { readonly passkey: PasskeyBody }): JSX.Element {
  const text = useText(passkeysText)
  const { ago, date } = useFormat()
  const used = passkey.lastUsedAtMs === null ? text.neverUsed : text.used(ago(passkey.lastUsedAtMs))
  return (
    <div class="list__words">
      <p class="device__name">
        {passkey.name}
        {passkey.synced && <Tag>{text.synced}</Tag>}
      </p>
      <p class="small soft">
        {text.since(date(passkey.createdAtMs))} · {used}
      </p>
    </div>
  )
}

interface RemoveProps extends Pick<PasskeyListProps, 'base' | 'onChanged'> {
  readonly passkey: PasskeyBody
  readonly isLast: boolean
  readonly onClose: () => void
}

function RemovePasskey({ base, passkey, isLast, onChanged, onClose }: RemoveProps): JSX.Element {
  const text = useText(passkeysText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const others = isLast ? [text.removeTold, text.removeLastOther] : [text.removeTold]
  return (
    <Confirm
      title={text.removeTitle(passkey.name)}
      consequences={base === '' ? text.removeMeans : [...text.removeMeans.slice(0, 1), ...others]}
      confirm={text.remove}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `${base}/passkeys/${passkey.id}`),
          () => {
            say({ words: text.removed(passkey.name) })
            onClose()
            onChanged()
          },
        )
      }
    />
  )
}
