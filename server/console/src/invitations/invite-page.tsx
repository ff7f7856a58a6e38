// The page /invitations/new: whom to invite and how, and then what came of it.
import type { GroupRow, InvitationSelection, Invited, MailSettings } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readAll } from '../api/all-pages.js'
import { useApi, useChanging, useReading } from '../api/context.js'
import { ChoiceField, SelectField, TextField } from '../parts/fields.js'
import { FaultNote, Note, Working } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import type { Place } from '../route/router.js'
import { hrefTo, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { inviteAll } from './inviting.js'
import { Made } from './made.js'
import { invitationsText } from './text.js'

type Whom = 'without' | 'group' | 'import' | 'accounts'
type Channel = 'mail' | 'sheet'

const DAYS_DEFAULT = 14
const DAYS_MAX = 60

export function InvitePeople(): JSX.Element {
  const text = useText(invitationsText)
  const place = usePlace()
  const [made, setMade] = useState<{ readonly invited: Invited; readonly channel: Channel }>()
  return (
    <Page
      title={made ? text.made.title(made.invited.ids.length) : text.new.title}
      lead={made ? undefined : text.new.lead}
      up={{ href: hrefTo('/invitations'), label: text.title }}
    >
      {made ? (
        <Made {...made} />
      ) : (
        <InviteForm place={place} onMade={(invited, channel) => setMade({ invited, channel })} />
      )}
    </Page>
  )
}

interface InviteFormProps {
  readonly place: Place
  readonly onMade: (invited: Invited, channel: Channel) => void
}

function InviteForm({ place, onMade }: InviteFormProps): JSX.Element {
  const text = useText(invitationsText).new
  const api = useApi()
  const may = useMay()
  const given = givenIn(place)
  const [whom, setWhom] = useState<Whom>(given.whom)
  const [groupId, setGroupId] = useState(place.query.get('group') ?? '')
  const [channel, setChannel] = useState<Channel>('sheet')
  const [days, setDays] = useState(String(DAYS_DEFAULT))
  const [tried, setTried] = useState(false)
  const [soFar, setSoFar] = useState(0)
  const groups = useReading(() => readAll<GroupRow>(api, '/groups'), [])
  const mail = useReading(() => api.get<MailSettings>('/settings/mail'), [])
  const inviting = useChanging()
  // Who may not read the settings is told by the server when they try.
  const mailMissing = mail.value?.configured === false
  const daysNumber = Number(days)
  const daysWrong = !Number.isInteger(daysNumber) || daysNumber < 1 || daysNumber > DAYS_MAX
  const select = selectionOf(whom, groupId, given)

  if (inviting.busy) return <Working words={text.working(soFar)} />
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!select || daysWrong) return
        void inviting.run(
          () => inviteAll(api, { select, channel, days: daysNumber }, setSoFar),
          (invited) => onMade(invited, channel),
        )
      }}
    >
      <section class="card section">
        <ChoiceField
          legend={text.whom}
          value={whom}
          options={[
            ...(given.importId === ''
              ? []
              : [{ value: 'import' as const, label: text.imported(given.name) }]),
            ...(given.accountIds.length === 0
              ? []
              : [{ value: 'accounts' as const, label: text.accounts(given.accountIds.length) }]),
            { value: 'without' as const, label: text.withoutDevice },
            { value: 'group' as const, label: text.group },
          ]}
          onValue={setWhom}
        />
        {whom === 'group' && (
          <SelectField
            label={text.groupLabel}
            hint={groups.value?.items.length === 0 ? text.noGroups : undefined}
            fault={tried && groupId === '' ? text.groupMissing : undefined}
            value={groupId}
            options={[['', '–'], ...(groups.value?.items.map(({ id, name }) => [id, name] as const) ?? [])]}
            onValue={setGroupId}
          />
        )}
      </section>
      <section class="card section">
        <ChoiceField
          legend={text.how}
          value={channel}
          options={[
            { value: 'sheet', label: text.sheet, hint: text.sheetHint },
            { value: 'mail', label: text.mail, hint: text.mailHint, disabled: mailMissing },
          ]}
          onValue={setChannel}
        />
        {mailMissing && (
          <Note>
            <p>
              {text.mailMissing}{' '}
              {may('settings:write') && <a href={hrefTo('/settings/mail')}>{text.setUpMail}</a>}
            </p>
          </Note>
        )}
        <TextField
          label={text.days}
          hint={text.daysHint}
          fault={tried && daysWrong ? text.daysInvalid : undefined}
          inputMode="numeric"
          value={days}
          onValue={setDays}
        />
      </section>
      <FaultNote fault={inviting.fault} />
      <div class="row">
        <button type="submit" class="button button--primary">
          {text.send}
        </button>
      </div>
    </form>
  )
}

interface Given {
  readonly whom: Whom
  readonly importId: string
  readonly name: string
  readonly accountIds: readonly string[]
}

/** Who the page before this one meant: `?import=…&name=…`, `?group=…`, `?accounts=…` with dots between. */
function givenIn({ query }: Place): Given {
  const importId = query.get('import') ?? ''
  const accountIds = (query.get('accounts') ?? '').split('.').filter((id) => id !== '')
  const whom: Whom =
    importId !== '' ? 'import' : accountIds.length > 0 ? 'accounts' : query.has('group') ? 'group' : 'without'
  return { whom, importId, name: query.get('name') ?? '', accountIds }
}

function selectionOf(whom: Whom, groupId: string, given: Given): InvitationSelection | undefined {
  switch (whom) {
    case 'without':
      return { withoutDevice: true }
    case 'group':
      return groupId === '' ? undefined : { groupId }
    case 'import':
      return { importId: given.importId }
    case 'accounts':
      // Sound: ids from the address are checked by the server like any other words.
      return {
        accountIds: [...given.accountIds] as Extract<
          InvitationSelection,
          { accountIds: unknown }
        >['accountIds'],
      }
  }
}
