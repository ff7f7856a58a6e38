// The first step of an invitation: the start code, which did not travel with the link.
import type { InvitationChecked, InvitationOpened } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Api } from '../api/client.js'
import { useChanging } from '../api/context.js'
import { TextField } from '../parts/fields.js'
import { Heading } from '../parts/page.js'
import { useText } from '../text/language.js'
import { InviteFault } from './invite-fault.js'
import { inviteText } from './text.js'

interface StartCodeProps {
  readonly api: Api
  readonly secret: string
  readonly server: InvitationOpened
  readonly onChecked: (checked: InvitationChecked) => void
}

export function StartCode({ api, secret, server, onChecked }: StartCodeProps): JSX.Element {
  const text = useText(inviteText).code
  const [typed, setTyped] = useState('')
  const [incomplete, setIncomplete] = useState(false)
  const check = useChanging()
  const { startCodeDigits: digits, serverName } = server
  const startCode = typed.replace(/\D/g, '')
  const refused = check.fault?.code === 'invitation_refused'
  const fault = incomplete ? text.incomplete(digits) : refused ? text.refused : undefined
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        check.forget()
        setIncomplete(startCode.length !== digits)
        if (startCode.length !== digits) return
        void check.run(
          () => api.send<InvitationChecked>('POST', '/invitations/check', { secret, startCode }),
          onChecked,
        )
      }}
    >
      <div class="stack">
        <Heading>{text.title(serverName)}</Heading>
        <p class="soft">{text.lead}</p>
      </div>
      <TextField
        label={text.label}
        hint={text.hint(digits)}
        fault={fault}
        value={typed}
        inputMode="numeric"
        // A space or a hyphen between the groups is as good.
        maxLength={digits + 4}
        disabled={check.busy}
        onValue={(value) => {
          setTyped(value)
          setIncomplete(false)
        }}
      />
      {check.fault && !refused && <InviteFault fault={check.fault} />}
      <button type="submit" class="button button--primary button--wide" disabled={check.busy}>
        {check.busy ? text.checking : text.go}
      </button>
      <p class="soft small">{text.none}</p>
    </form>
  )
}
