// The card of an account's other ways in: codes from apps, backup codes, codes of the help desk, and what wrong ones hold back.
import type { AccountBody, AccountCodes } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import { useFresh } from '../api/fresh.js'
import { BackupCodes } from '../codes/backup-codes.js'
import { Totps } from '../codes/totps.js'
import { Loaded, Note } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { BypassCodes } from './bypass-codes.js'
import { bypassText } from './bypass-text.js'
import type { TaskKind } from './tasks.js'

interface OtherWaysProps {
  readonly account: AccountBody
  readonly onTask: (kind: TaskKind) => void
}

export function OtherWays({ account, onTask }: OtherWaysProps): JSX.Element {
  const text = useText(bypassText)
  const api = useApi()
  const may = useMay()
  const base = `/accounts/${account.id}`
  const isActive = account.state === 'active'
  // Unlocking clears what wrong codes hold back: read again with the account.
  const codes = useReading(() => api.get<AccountCodes>(`${base}/codes`), [base, account.lock.locked])
  useFresh(codes.again)
  return (
    <Section title={text.ways} lead={text.waysLead}>
      <Loaded of={codes}>
        {({ totps, backupCodes, bypassCodes, blocked }) => (
          <>
            {blocked.length > 0 && <Blocked blocked={blocked} onUnlock={() => onTask('unlock')} />}
            <Totps
              totps={totps}
              base={base}
              whose="other"
              mayAdd={may('accounts:pair') && isActive}
              mayRemove={may('accounts:pair')}
              onChanged={codes.again}
            />
            <BackupCodes
              set={backupCodes}
              base={base}
              whose="other"
              userId={account.userId}
              mayMake={may('accounts:pair') && isActive}
              mayRemove={may('accounts:pair')}
              onChanged={codes.again}
            />
            <BypassCodes
              codes={bypassCodes}
              account={account}
              mayMake={may('accounts:bypass') && isActive}
              mayRevoke={may('accounts:bypass')}
              onChanged={codes.again}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

interface BlockedProps {
  readonly blocked: AccountCodes['blocked']
  readonly onUnlock: () => void
}

function Blocked({ blocked, onUnlock }: BlockedProps): JSX.Element {
  const text = useText(bypassText)
  const { dateTime } = useFormat()
  const may = useMay()
  return (
    <Note tone="warn">
      {blocked.map(({ way, untilMs }) => (
        <p key={way}>
          {untilMs === null
            ? text.blockedForGood(text.way[way])
            : text.blocked(text.way[way], dateTime(untilMs))}
        </p>
      ))}
      {may('accounts:pair') && (
        <button type="button" class="button button--small" onClick={onUnlock}>
          {text.unlock}
        </button>
      )}
    </Note>
  )
}
