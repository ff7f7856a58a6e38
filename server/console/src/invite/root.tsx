// The page at /invite/: a person with an invitation shows its start code, makes backup codes, pairs a phone, and is done.
import type { InvitationConfirmed, InvitationOpened } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Api } from '../api/client.js'
import { createApi } from '../api/client.js'
import { useReading } from '../api/context.js'
import { Icon } from '../parts/icons.js'
import { Working } from '../parts/notes.js'
import { Heading } from '../parts/page.js'
import { Alone } from '../shell/alone.js'
import { useText } from '../text/language.js'
import { InviteFault } from './invite-fault.js'
import type { Kept } from './kept.js'
import { forgetInvitation, keep, takeInvitation } from './kept.js'
import { MakeCodes } from './make-codes.js'
import { PairPhone } from './pair-phone.js'
import { StartCode } from './start-code.js'
import { inviteText } from './text.js'

export function Root(): JSX.Element {
  const text = useText(inviteText)
  const api = useMemo(() => createApi('/v1'), [])
  const [invitation, setInvitation] = useState(takeInvitation)
  useEffect(() => {
    // Another invitation that is opened in the same tab.
    const follow = (): void => setInvitation(takeInvitation())
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  if (invitation === undefined)
    return (
      <Alone>
        <Heading>{text.faults.noLink}</Heading>
        <p>{text.faults.noLinkLead}</p>
      </Alone>
    )
  return <Opened key={invitation.secret} api={api} kept={invitation} />
}

interface OpenedProps {
  readonly api: Api
  readonly kept: Kept
}

function Opened({ api, kept }: OpenedProps): JSX.Element {
  const { secret } = kept
  const text = useText(inviteText)
  const opened = useReading(
    () => api.send<InvitationOpened>('POST', '/invitations/open', { secret }),
    [secret],
  )
  const [at, setAt] = useState(kept)
  const [done, setDone] = useState<InvitationConfirmed>()
  if (opened.fault)
    return (
      <Alone>
        <Heading>{text.pageTitle}</Heading>
        <InviteFault fault={opened.fault} again={opened.again} />
      </Alone>
    )
  const server = opened.value
  if (!server)
    return (
      <Alone>
        <Working words={text.loading} />
      </Alone>
    )
  if (done) return <Done server={server.serverName} device={done.deviceName} />
  return (
    <Alone name={server.serverName}>
      <Step
        {...{ api, server, at }}
        onStep={(next) => {
          keep(next)
          setAt(next)
        }}
        onDone={(confirmed) => {
          forgetInvitation()
          setDone(confirmed)
        }}
      />
    </Alone>
  )
}

interface StepProps {
  readonly api: Api
  readonly server: InvitationOpened
  readonly at: Kept
  readonly onStep: (next: Kept) => void
  readonly onDone: (confirmed: InvitationConfirmed) => void
}

/** The start code, the backup codes, the phone. */
function Step({ api, server, at, onStep, onDone }: StepProps): JSX.Element {
  const { secret, checked, hasCodes } = at
  if (checked === undefined)
    return (
      <StartCode
        {...{ api, secret, server }}
        onChecked={(value) => onStep({ secret, checked: value, hasCodes: false })}
      />
    )
  if (hasCodes !== true)
    return <MakeCodes api={api} checked={checked} onKept={() => onStep({ ...at, hasCodes: true })} />
  return (
    <PairPhone
      key={checked.pairingToken}
      api={api}
      checked={checked}
      onRenewed={(renewed) => onStep({ ...at, checked: { ...checked, ...renewed } })}
      onCodesAnew={() => onStep({ ...at, hasCodes: false })}
      onOver={() => onStep({ secret })}
      onDone={onDone}
    />
  )
}

function Done({ server, device }: { readonly server: string; readonly device: string }): JSX.Element {
  const text = useText(inviteText).done
  return (
    <Alone name={server}>
      <span class="done-sign">
        <Icon name="check" />
      </span>
      <Heading>{text.title}</Heading>
      <p>{text.lead(device, server)}</p>
      <section class="stack">
        <h2>{text.next}</h2>
        <ol class="steps">
          <li>{text.nextLogin}</li>
          <li>{text.nextTap}</li>
          <li>{text.nextDeny}</li>
        </ol>
      </section>
      <p class="soft small">{text.close}</p>
    </Alone>
  )
}
