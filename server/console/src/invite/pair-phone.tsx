// The second step of an invitation: the phone takes the link, both screens show six digits, the person says that they are the same.
import type { InvitationChecked, InvitationConfirmed, InvitationPairing } from '@countersign/protocol'
import type { PairingBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { PairHere } from '../pairing/pair-here.js'
import { Pairing } from '../pairing/pairing.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { inviteText } from './text.js'

interface PairPhoneProps {
  readonly api: Api
  readonly checked: InvitationChecked
  readonly onAnew: () => void
  readonly onDone: (confirmed: InvitationConfirmed) => void
}

export function PairPhone({ api, checked, onAnew, onDone }: PairPhoneProps): JSX.Element {
  const text = useText(inviteText).phone
  const { pairingToken, link, displayName, userId } = checked
  const [comparing, setComparing] = useState(false)
  const ask = async (): Promise<Answer<PairingBody>> => {
    const answer = await askedFor(api, pairingToken)
    if (answer.ok) setComparing(answer.value.state === 'accepted')
    return answer
  }
  return (
    <>
      <div class="stack">
        <Heading>{text.title(displayName || userId)}</Heading>
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
        anew={onAnew}
        onConfirmed={onDone}
      />
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
