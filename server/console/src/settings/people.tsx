// Settings, self-service: what people may do for themselves at /me.
import type { ChangeSelfServiceBody, SelfService } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { CheckField } from '../parts/fields.js'
import { FaultNote, Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { peopleText } from './people-text.js'
import { settingsText } from './text.js'

export function PeopleSettings({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(peopleText)
  const common = useText(settingsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  /** Shown at once; the server's word replaces it, or the old one when it says no. */
  const [asked, setAsked] = useState<ChangeSelfServiceBody>()
  const rights = useReading(() => api.get<SelfService>('/self-service'), [])
  return (
    <Section title={text.title} lead={text.lead}>
      <Loaded of={rights}>
        {({ revision, ...may }) => (
          <div class="form">
            {(['pair', 'revoke', 'addresses', 'codes'] as const).map((right) => (
              <CheckField
                key={right}
                label={text[right]}
                hint={text[`${right}Hint`]}
                checked={(change.busy && asked ? asked : may)[right]}
                disabled={!mayChange || change.busy}
                onChecked={(checked) => {
                  const body: ChangeSelfServiceBody = { ...may, [right]: checked }
                  setAsked(body)
                  void change.run(
                    () => api.send<SelfService>('PUT', '/self-service', body, { revision }),
                    (saved) => {
                      say({ words: common.saved })
                      rights.put(saved)
                    },
                  )
                }}
              />
            ))}
            <FaultNote fault={change.fault} again={rights.again} />
          </div>
        )}
      </Loaded>
    </Section>
  )
}
