// One's own other ways in: codes from an app and backup codes, as far as some app takes them.
import type { MyCodes, SelfServiceRights } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import { BackupCodes } from '../codes/backup-codes.js'
import { Totps } from '../codes/totps.js'
import { Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useSession } from '../shell/session.js'
import { inBoth, useText } from '../text/language.js'

const waysText = inBoth(
  {
    title: 'When your phone is not at hand',
    lead: 'Two of these before you need them: a flat, lost or broken phone then costs you no day.',
    nothing: 'Your apps ask your phone alone: no codes count here.',
    mayNot: 'These are set up by your help desk here.',
  },
  {
    title: 'Wenn dein Handy nicht zur Hand ist',
    lead: 'Am besten zwei davon, bevor du sie brauchst: dann kostet dich ein leeres, verlorenes oder kaputtes Handy keinen Tag.',
    nothing: 'Deine Apps fragen allein dein Handy: Codes zählen hier nicht.',
    mayNot: 'Das richtet hier dein Helpdesk ein.',
  },
)

export function OtherWays({ may }: { readonly may: SelfServiceRights }): JSX.Element {
  const text = useText(waysText)
  const api = useApi()
  const { session } = useSession()
  const codes = useReading(() => api.get<MyCodes>('/codes'), [])
  // Who came in by codes makes new backup codes, and leaves the rest for when the phone is back.
  const mayChange = may.codes && session.by !== 'codes'
  return (
    <Section title={text.title} lead={text.lead}>
      <Loaded of={codes}>
        {({ totps, backupCodes, allowed }) => {
          const hasTotp = allowed.includes('totp') || totps.length > 0
          const hasBackup = allowed.includes('backup') || backupCodes.madeAtMs !== null
          if (!hasTotp && !hasBackup) return <p class="soft">{text.nothing}</p>
          return (
            <>
              {hasTotp && (
                <Totps
                  totps={totps}
                  base=""
                  whose="own"
                  mayAdd={mayChange && allowed.includes('totp')}
                  mayRemove={mayChange}
                  onChanged={codes.again}
                />
              )}
              {hasBackup && (
                <BackupCodes
                  set={backupCodes}
                  base=""
                  whose="own"
                  userId={session.userId}
                  mayMake={may.codes && allowed.includes('backup')}
                  mayRemove={false}
                  onChanged={codes.again}
                />
              )}
              {!may.codes && <p class="small soft">{text.mayNot}</p>}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
