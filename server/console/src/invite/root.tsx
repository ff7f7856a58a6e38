// The page at /invite/: a person with an invitation shows its start code, pairs a phone, compares six digits, and is done.
import type { InvitationChecked, InvitationConfirmed, InvitationOpened } from '@countersign/protocol'
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
import { forgetInvitation, keep, takeInvitation } from './kept.js'
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
  return <Opened key={invitation.secret} api={api} secret={invitation.secret} checked={invitation.checked} />
}

interface OpenedProps {
  readonly api: Api
  readonly secret: string
  readonly checked: InvitationChecked | undefined
}

function Opened({ api, secret, checked: before }: OpenedProps): JSX.Element {
  const text = useText(inviteText)
  const opened = useReading(
    () => api.send<InvitationOpened>('POST', '/invitations/open', { secret }),
    [secret],
  )
  const [checked, setChecked] = useState(stillGood(before))
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
      {checked ? (
        <PairPhone
          key={checked.pairingToken}
          api={api}
          checked={checked}
          onAnew={() => {
            keep({ secret })
            setChecked(undefined)
          }}
          onDone={(confirmed) => {
            forgetInvitation()
            setDone(confirmed)
          }}
        />
      ) : (
        <StartCode
          api={api}
          secret={secret}
          server={server}
          onChecked={(value) => {
            keep({ secret, checked: value })
            setChecked(value)
          }}
        />
      )}
    </Alone>
  )
}

/** A pairing link lives for minutes; after that the start code makes a new one. */
function stillGood(checked: InvitationChecked | undefined): InvitationChecked | undefined {
  return checked !== undefined && checked.expiresAtMs > Date.now() ? checked : undefined
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
