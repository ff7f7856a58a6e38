// Codes that a help desk told somebody: the open one, those from before with their reasons; making and revoking one.
import type { AccountRow, BypassCodeRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { FaultNote, Tag } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { bypassText } from './bypass-text.js'
import { MakeBypassCode } from './make-bypass-code.js'

interface BypassCodesProps {
  /** Newest first. */
  readonly codes: readonly BypassCodeRow[]
  readonly account: Pick<AccountRow, 'id' | 'userId'>
  readonly mayMake: boolean
  readonly mayRevoke: boolean
  readonly onChanged: () => void
}

export function BypassCodes({
  codes,
  account,
  mayMake,
  mayRevoke,
  onChanged,
}: BypassCodesProps): JSX.Element {
  const text = useText(bypassText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [making, setMaking] = useState(false)
  const open = codes.filter(({ state }) => state === 'open')
  const before = codes.filter(({ state }) => state !== 'open')
  const revoke = ({ id }: BypassCodeRow): void => {
    void change.run(
      () => api.send('DELETE', `/accounts/${account.id}/bypass-codes/${id}`),
      () => {
        say({ words: text.revoked })
        onChanged()
      },
    )
  }
  return (
    <section class="other-way" aria-labelledby="bypass-codes">
      <div class="section__head">
        <h3 id="bypass-codes">{text.title}</h3>
        {mayMake && (
          <button type="button" class="button button--small" onClick={() => setMaking(true)}>
            {text.make}
          </button>
        )}
      </div>
      <p class="small soft">{text.lead}</p>
      <FaultNote fault={change.fault} />
      {codes.length === 0 && <p class="soft">{text.none}</p>}
      <ul class="list">
        {open.map((code) => (
          <li key={code.id}>
            <OneCode code={code} />
            {mayRevoke && (
              <button
                type="button"
                class="button button--small button--danger-quiet"
                disabled={change.busy}
                onClick={() => revoke(code)}
              >
                {text.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
      {before.length > 0 && (
        <details class="details">
          <summary>{text.older}</summary>
          <ul class="list">
            {before.map((code) => (
              <li key={code.id}>
                <OneCode code={code} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {making && <MakeBypassCode account={account} onClose={() => setMaking(false)} onMade={onChanged} />}
    </section>
  )
}

function OneCode({ code }: { readonly code: BypassCodeRow }): JSX.Element {
  const text = useText(bypassText)
  const { dateTime } = useFormat()
  const { state, reason, madeBy, madeAtMs, expiresAtMs, usedAtMs } = code
  return (
    <div class="list__words">
      <p class="device__name">
        {reason}
        <Tag tone={state === 'open' ? 'warn' : 'plain'}>{text.states[state]}</Tag>
      </p>
      <p class="small soft">
        <Maker madeBy={madeBy} words={(by) => text.madeAt(dateTime(madeAtMs), by)} />
        {usedAtMs !== null && ` · ${text.usedAt(dateTime(usedAtMs))}`}
        {state === 'open' && ` · ${text.until(dateTime(expiresAtMs))}`}
      </p>
    </div>
  )
}

/** As the audit names them: an admin has a page of their own here. */
function Maker({
  madeBy,
  words,
}: {
  readonly madeBy: string
  readonly words: (by: string) => string
}): JSX.Element {
  const { makers } = useText(bypassText)
  const [kind, id] = madeBy.split(':', 2)
  if (kind === 'admin' && id !== undefined)
    return <a href={hrefTo(`/accounts/${id}`)}>{words(makers.admin)}</a>
  return <>{words(kind === 'token' || kind === 'operator' ? makers[kind] : makers.other)}</>
}
