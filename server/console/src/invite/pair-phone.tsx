// The third step of an invitation: the phone takes the link, both screens show six digits, the person says that they are the same.
import type {
  InvitationChecked,
  InvitationConfirmed,
  InvitationPairing,
  InvitationRenewed,
} from '@countersign/protocol'
import type { PairingBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { useChanging } from '../api/context.js'
import { CodesAgain } from '../pairing/codes-again.js'
import { PairHere } from '../pairing/pair-here.js'
import { Pairing } from '../pairing/pairing.js'
import { Working } from '../parts/notes.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { InviteFault } from './invite-fault.js'
import { inviteText } from './text.js'

interface PairPhoneProps {
  readonly api: Api
  readonly checked: InvitationChecked
  /** Another link, for one that was not used in time. */
  readonly onRenewed: (renewed: InvitationRenewed) => void
  readonly onCodesAnew: () => void
  /** This browser goes no further: the start code is asked again. */
  readonly onOver: () => void
  readonly onDone: (confirmed: InvitationConfirmed) => void
}

export function PairPhone(props: PairPhoneProps): JSX.Element {
  const { api, checked, onRenewed, onCodesAnew, onOver, onDone } = props
  const text = useText(inviteText).phone
  const { pairingToken, link, userId } = checked
  const [comparing, setComparing] = useState(false)
  const change = useChanging()
  const renew = (): void => {
    setComparing(false)
    const ask = () => api.send<InvitationRenewed>('POST', '/invitations/renew', { pairingToken })
    void change.run(ask, onRenewed)
  }
  const refused = change.fault?.code === 'invitation_refused'
  useEffect(() => {
    if (refused) onOver()
  }, [refused])
  if (change.busy) return <Working words={text.opening} />
  if (change.fault) return <InviteFault fault={change.fault} again={renew} />
  const ask = async (): Promise<Answer<PairingBody>> => {
    const answer = await askedFor(api, pairingToken)
    if (answer.ok) setComparing(answer.value.state === 'accepted')
    return answer
  }
  return (
    <>
      <div class="stack">
        <Heading>{text.title}</Heading>
        {!comparing && <p class="soft">{text.lead(userId)}</p>}
      </div>
      {!comparing && <PairHere link={link} />}
      <Pairing
        link={link}
        whose="own"
        ask={ask}
        confirm={(confirmation) =>
          api.send<InvitationConfirmed>('POST', '/invitations/confirm', { pairingToken, confirmation })
        }
        withdraw={() => api.send('POST', '/invitations/decline', { pairingToken })}
        anew={renew}
        onConfirmed={onDone}
      />
      {!comparing && <CodesAgain onAgain={onCodesAnew} />}
    </>
  )
}

/** The same states as an admin's pairing; what is not known yet is null here and left out there. */
async function askedFor(api: Api, pairingToken: string): Promise<Answer<PairingBody>> {
  const answer = await api.send<InvitationPairing>('POST', '/invitations/pairing', { pairingToken })
  if (!answer.ok) return answer
  const { state, deviceName, confirmation } = answer.value
  return {
    ok: true,
    value: {
      state,
      ...(deviceName === null ? {} : { deviceName }),
      ...(confirmation === null ? {} : { confirmation }),
    },
  }
}
