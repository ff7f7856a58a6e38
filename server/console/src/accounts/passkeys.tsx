// The card of an account's passkeys: what there is, and removing one that was lost.
import type { PasskeyList as Passkeys } from '@countersign/protocol'
import type { AccountBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import { useFresh } from '../api/fresh.js'
import { Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { PasskeyList } from '../passkeys/passkey-list.js'
import { passkeysText } from '../passkeys/text.js'
import { useMay } from '../shell/session.js'
import { inBoth, useText } from '../text/language.js'

const ofText = inBoth({ title: 'Passkeys' }, { title: 'Passkeys' })

export function PasskeysOf({ account }: { readonly account: AccountBody }): JSX.Element {
  const text = useText(passkeysText)
  const api = useApi()
  const may = useMay()
  const base = `/accounts/${account.id}`
  const passkeys = useReading(() => api.get<Passkeys>(`${base}/passkeys`), [base])
  useFresh(passkeys.again)
  return (
    <Section title={useText(ofText).title} lead={text.otherLead}>
      <Loaded of={passkeys}>
        {({ passkeys: theirs }) => (
          <PasskeyList
            passkeys={theirs}
            base={base}
            mayRemove={may('accounts:pair')}
            onChanged={passkeys.again}
          />
        )}
      </Loaded>
    </Section>
  )
}
