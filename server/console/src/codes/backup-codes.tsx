// The backup codes of an account: how many are left, which were used; making a new set, which is shown once, and removing it.

import { BACKUP_CODES_LOW } from '@countersign/protocol'
import type { BackupCodesBody, BackupCodesMade } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { BackupCodesSheet } from '../parts/backup-codes-sheet.js'
import { Confirm } from '../parts/dialog.js'
import { FaultNote, Note } from '../parts/notes.js'
import { StayDialog } from '../parts/stay-dialog.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { Whose } from './text.js'
import { codesText } from './text.js'

interface BackupCodesProps {
  readonly set: BackupCodesBody
  /** Before `/backup-codes`: empty at /me, the account's path at the console. */
  readonly base: string
  readonly whose: Whose
  readonly userId: string
  readonly mayMake: boolean
  readonly mayRemove: boolean
  readonly onChanged: () => void
}

export function BackupCodes(props: BackupCodesProps): JSX.Element {
  const { set, base, whose, userId, mayMake, mayRemove, onChanged } = props
  const text = useText(codesText)
  const api = useApi()
  const say = useToast()
  const make = useChanging()
  const [asking, setAsking] = useState<'make' | 'remove'>()
  const [made, setMade] = useState<BackupCodesMade>()
  const hasSet = set.madeAtMs !== null
  const run = (): void => {
    void make.run(
      () => api.send<BackupCodesMade>('POST', `${base}/backup-codes`),
      (codes) => {
        setAsking(undefined)
        setMade(codes)
      },
    )
  }
  return (
    <section class="other-way" aria-labelledby={`${whose}-backup`}>
      <div class="section__head">
        <h3 id={`${whose}-backup`}>{text.backup.title}</h3>
        <div class="section__actions">
          {mayRemove && hasSet && (
            <button
              type="button"
              class="button button--small button--danger-quiet"
              aria-label={`${text.backup.remove}: ${text.backup.title}`}
              onClick={() => setAsking('remove')}
            >
              {text.backup.remove}
            </button>
          )}
          {mayMake && (
            <button
              type="button"
              class="button button--small"
              disabled={make.busy}
              aria-busy={make.busy}
              onClick={() => (hasSet ? setAsking('make') : run())}
            >
              {make.busy ? text.backup.making : hasSet ? text.backup.makeNew : text.backup.make}
            </button>
          )}
        </div>
      </div>
      <p class="small soft">{text[whose].backupLead}</p>
      {asking === undefined && <FaultNote fault={make.fault} />}
      <HowMany set={set} />
      {asking === 'make' && (
        <Confirm
          title={text.backup.makeTitle}
          consequences={[...text.backup.makeMeans, text[whose].backupMade]}
          confirm={text.backup.makeNew}
          danger={false}
          busy={make.busy}
          fault={make.fault}
          onConfirm={run}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'remove' && <Remove {...{ base, whose, onChanged }} onClose={() => setAsking(undefined)} />}
      {made && (
        <StayDialog title={text.backup.title} wide>
          <BackupCodesSheet
            codes={made.codes}
            madeAtMs={made.madeAtMs}
            userId={userId}
            forOther={whose === 'other'}
            onKept={() => {
              setMade(undefined)
              say({ words: text.backup.made })
              onChanged()
            }}
          />
        </StayDialog>
      )}
    </section>
  )
}

function HowMany({ set }: { readonly set: BackupCodesBody }): JSX.Element {
  const text = useText(codesText).backup
  const { date, dateTime } = useFormat()
  if (set.madeAtMs === null) return <p class="soft">{text.none}</p>
  const said = text.left(set.left, set.codes.length, date(set.madeAtMs))
  return (
    <>
      {set.left <= BACKUP_CODES_LOW ? (
        <Note tone="warn">
          <p>{said}</p>
          <p>{text.low}</p>
        </Note>
      ) : (
        <p>{said}</p>
      )}
      <details class="details">
        <summary>{text.which}</summary>
        <ul class="codes-used small">
          {set.codes.map(({ selector, usedAtMs }) => (
            <li key={selector}>
              <code>{selector}…</code>{' '}
              <span class="soft">{usedAtMs === null ? text.unused : text.used(dateTime(usedAtMs))}</span>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

interface RemoveProps extends Pick<BackupCodesProps, 'base' | 'whose' | 'onChanged'> {
  readonly onClose: () => void
}

function Remove({ base, whose, onChanged, onClose }: RemoveProps): JSX.Element {
  const text = useText(codesText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  return (
    <Confirm
      title={text.backup.removeTitle}
      consequences={[...text.backup.removeMeans, text[whose].removeTold]}
      confirm={text.backup.remove}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `${base}/backup-codes`),
          () => {
            say({ words: text.backup.removed })
            onClose()
            onChanged()
          },
        )
      }
    />
  )
}
