// The second step of an invitation: backup codes, before the phone counts that they are to stand in for.
import type { InvitationChecked } from '@countersign/protocol'
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import type { Api } from '../api/client.js'
import { CodesFirst } from '../pairing/codes-first.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { InviteFault } from './invite-fault.js'
import { inviteText } from './text.js'

interface MakeCodesProps {
  readonly api: Api
  readonly checked: InvitationChecked
  readonly onKept: () => void
}

export function MakeCodes({ api, checked, onKept }: MakeCodesProps): JSX.Element {
  const text = useText(inviteText).codes
  const { userId, displayName, pairingToken } = checked
  return (
    <CodesFirst
      userId={userId}
      before={
        <div class="stack">
          <Heading>{text.title(displayName || userId)}</Heading>
          <p>{text.lead}</p>
        </div>
      }
      head={<Heading>{text.keep}</Heading>}
      make={() => api.send<BackupCodesMade>('POST', '/invitations/backup-codes', { pairingToken })}
      saying={(fault) => <InviteFault fault={fault} />}
      onKept={onKept}
    />
  )
}
