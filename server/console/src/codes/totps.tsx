// Apps and phones whose codes count for an account: each with its name and last use; setting one up, removing one.
import type { TotpBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Tag } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { SetUpTotp } from './set-up-totp.js'
import type { Whose } from './text.js'
import { codesText } from './text.js'

/** As RFC 6234 writes them. */
const hashNames: Readonly<Record<TotpBody['algorithm'], string>> = { SHA1: 'SHA-1', SHA256: 'SHA-256' }

interface TotpsProps {
  readonly totps: readonly TotpBody[]
  /** Before `/totps`: empty at /me, the account's path at the console. */
  readonly base: string
  readonly whose: Whose
  readonly mayAdd: boolean
  readonly mayRemove: boolean
  readonly onChanged: () => void
}

export function Totps({ totps, base, whose, mayAdd, mayRemove, onChanged }: TotpsProps): JSX.Element {
  const text = useText(codesText)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<TotpBody>()
  return (
    <section class="other-way" aria-labelledby={`${whose}-totps`}>
      <div class="section__head">
        <h3 id={`${whose}-totps`}>{text.totps.title}</h3>
        {mayAdd && (
          <button type="button" class="button button--small" onClick={() => setAdding(true)}>
            {text.totps.add}
          </button>
        )}
      </div>
      <p class="small soft">{text[whose].totpLead}</p>
      {totps.length === 0 ? (
        <p class="soft">{text.totps.none}</p>
      ) : (
        <ul class="list">
          {totps.map((totp) => (
            <li key={totp.id}>
              <OneTotp totp={totp} />
              {mayRemove && (
                <button
                  type="button"
                  class="button button--small button--danger-quiet"
                  aria-label={text.totps.removeThat(totp.name)}
                  onClick={() => setRemoving(totp)}
                >
                  {text.totps.remove}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {adding && <SetUpTotp base={base} onClose={() => setAdding(false)} onDone={onChanged} />}
      {removing && (
        <RemoveTotp
          {...{ base, whose }}
          totp={removing}
          onClose={() => setRemoving(undefined)}
          onRemoved={onChanged}
        />
      )}
    </section>
  )
}

function OneTotp({ totp }: { readonly totp: TotpBody }): JSX.Element {
  const text = useText(codesText).totps
  const { ago, date } = useFormat()
  const facts = [
    text.since(date(totp.createdAtMs)),
    totp.lastUsedAtMs === null ? text.neverUsed : text.used(ago(totp.lastUsedAtMs)),
    text.strength(totp.digits, hashNames[totp.algorithm]),
  ]
  return (
    <div class="list__words">
      <p class="device__name">
        {totp.name}
        {totp.deviceId !== null && <Tag>{text.ofPhone}</Tag>}
      </p>
      <p class="small soft">{facts.join(' · ')}</p>
    </div>
  )
}

interface RemoveTotpProps extends Pick<TotpsProps, 'base' | 'whose'> {
  readonly totp: TotpBody
  readonly onClose: () => void
  readonly onRemoved: () => void
}

function RemoveTotp({ base, whose, totp, onClose, onRemoved }: RemoveTotpProps): JSX.Element {
  const text = useText(codesText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  return (
    <Confirm
      title={text.totps.removeTitle(totp.name)}
      consequences={[...text.totps.removeMeans, text[whose].removeTold]}
      confirm={text.totps.remove}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `${base}/totps/${totp.id}`),
          () => {
            say({ words: text.totps.removed(totp.name) })
            onClose()
            onRemoved()
          },
        )
      }
    />
  )
}
