// What can be done with the invitations that are ticked: remind, print, give out start codes, revoke.
import type { InvitationRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { FaultNote, Note } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import { useText } from '../text/language.js'
import { eachOf } from './each-of.js'
import { mayRemind } from './remind.js'
import { saveStartCodes } from './start-codes.js'
import { invitationsText } from './text.js'

interface ChosenBarProps {
  readonly rows: readonly InvitationRow[]
  readonly onDone: () => void
}

export function ChosenBar({ rows, onDone }: ChosenBarProps): JSX.Element {
  const text = useText(invitationsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [asking, setAsking] = useState(false)
  const mailed = rows.filter(({ channel }) => channel === 'mail')
  const onSheets = rows.filter(({ channel }) => channel === 'sheet')
  const due = mailed.filter((row) => mayRemind(row, Date.now()))
  const conflict = change.fault?.code === 'conflict'
  const tell = (what: 'remind' | 'revoke', whom: readonly InvitationRow[]): void =>
    void change.run(
      () => eachOf(whom, ({ id }) => api.send('POST', `/invitations/${id}/${what}`, {})),
      () => {
        say({ words: what === 'remind' ? text.remindedNow(whom.length) : text.revokedNow(whom.length) })
        onDone()
      },
    )
  return (
    <div class="save-bar">
      <div class="save-bar__line">
        <p role="status">{text.chosen(rows.length)}</p>
        <div class="buttons">
          {mailed.length > 0 && (
            <button
              type="button"
              class="button button--small"
              disabled={change.busy || due.length === 0}
              title={text.remindHint}
              onClick={() => tell('remind', due)}
            >
              {text.remind}
            </button>
          )}
          {mailed.length > 0 && (
            <button
              type="button"
              class="button button--small"
              disabled={change.busy}
              onClick={() =>
                void change.run(() =>
                  saveStartCodes(
                    api,
                    mailed.map(({ id }) => id),
                    text.codeFile,
                  ),
                )
              }
            >
              {text.codes}
            </button>
          )}
          {onSheets.length > 0 && (
            <a
              class="button button--small"
              href={hrefTo('/invitations/sheet', { ids: onSheets.map(({ id }) => id).join('.') })}
            >
              {text.print}
            </a>
          )}
          <button
            type="button"
            class="button button--small button--danger-quiet"
            disabled={change.busy}
            onClick={() => setAsking(true)}
          >
            {text.revoke}
          </button>
        </div>
      </div>
      {due.length < mailed.length && <p class="soft small">{text.tooSoon(mailed.length - due.length)}</p>}
      {conflict && <Note tone="warn">{text.stale}</Note>}
      <FaultNote fault={asking || conflict ? undefined : change.fault} />
      {asking && (
        <Confirm
          title={text.revokeTitle(rows.length)}
          consequences={[text.revokeLead]}
          confirm={text.revoke}
          busy={change.busy}
          fault={conflict ? undefined : change.fault}
          onClose={() => setAsking(false)}
          onConfirm={() => tell('revoke', rows)}
        />
      )}
    </div>
  )
}
