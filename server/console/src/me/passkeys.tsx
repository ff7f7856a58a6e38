// One's own passkeys: what they are good for, each of them, adding one.
import type { MyPasskeys } from '@countersign/protocol'
import type { SelfServiceRights } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { AddPasskey } from '../passkeys/add-passkey.js'
import { knowsPasskeys } from '../passkeys/browser.js'
import { PasskeyList } from '../passkeys/passkey-list.js'
import { passkeysText } from '../passkeys/text.js'
import { useText } from '../text/language.js'

export function Passkeys({ may }: { readonly may: SelfServiceRights }): JSX.Element {
  const text = useText(passkeysText)
  const api = useApi()
  const say = useToast()
  const [adding, setAdding] = useState(false)
  const passkeys = useReading(() => api.get<MyPasskeys>('/passkeys'), [])
  const add = may.pair && knowsPasskeys() && (
    <button type="button" class="button button--small" onClick={() => setAdding(true)}>
      {text.add}
    </button>
  )
  return (
    <Section title={text.title} lead={text.lead} actions={add}>
      <Loaded of={passkeys}>
        {({ passkeys: own, guarded }) => (
          <>
            {guarded && <p class="small soft">{text.guarded}</p>}
            <PasskeyList passkeys={own} base="" mayRemove={may.revoke} onChanged={passkeys.again} />
          </>
        )}
      </Loaded>
      {adding && (
        <AddPasskey
          onClose={() => setAdding(false)}
          onAdded={({ name }) => {
            setAdding(false)
            say({ words: text.added(name) })
            passkeys.again()
          }}
        />
      )}
    </Section>
  )
}
