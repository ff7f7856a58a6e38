// Changes which groups an account is in.
import type { AccountBody, EditAccountBody, GroupRef } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { GroupPicker } from '../groups/picker.js'
import { FormDialog } from '../parts/dialog.js'
import { partsText } from '../parts/text.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { detailText } from './detail-text.js'

interface AccountGroupsProps {
  readonly account: AccountBody
  readonly onClose: () => void
  readonly onSaved: (account: AccountBody) => void
}

export function AccountGroups({ account, onClose, onSaved }: AccountGroupsProps): JSX.Element {
  const text = useText(detailText)
  const { save } = useText(partsText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [chosen, setChosen] = useState<readonly GroupRef[]>(account.groups)
  const submit = (): void => {
    const body: EditAccountBody = { groupIds: chosen.map(({ id }) => id) }
    void change.run(
      () => api.send<AccountBody>('PATCH', `/accounts/${account.id}`, body, { revision: account.revision }),
      (now) => {
        say({ words: text.groupsDone })
        onSaved(now)
        onClose()
      },
    )
  }
  return (
    <FormDialog
      title={text.groupsTitle(account.userId)}
      submit={save}
      busy={change.busy}
      fault={change.fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <GroupPicker chosen={chosen} onChosen={setChosen} />
    </FormDialog>
  )
}
