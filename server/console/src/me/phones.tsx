// One's own phones: what each is called and when it was used last, removing one, adding one.
import type { MyDevice, MyDevices, SelfServiceRights } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Empty, Loaded, Note, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useSession } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { AddPhone } from './add-phone.js'
import { phonesText } from './phones-text.js'

export function Phones({ may }: { readonly may: SelfServiceRights }): JSX.Element {
  const text = useText(phonesText)
  const api = useApi()
  const say = useToast()
  const { session } = useSession()
  const phones = useReading(() => api.get<MyDevices>('/devices'), [])
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<MyDevice>()
  const usable = phones.value?.items.filter(({ state }) => state === 'active') ?? []
  // Without a phone there is nothing that could approve a new one, but for a passkey, or two codes that were proved a moment ago.
  const add = may.pair && (usable.length > 0 || session.by !== 'phone') && (
    <button type="button" class="button button--small button--primary" onClick={() => setAdding(true)}>
      {session.by === 'codes' ? text.addNew : text.add}
    </button>
  )
  return (
    <Section title={text.title} lead={text.lead} actions={add}>
      <Loaded of={phones}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon="phone"
              title={text.none.title}
              lead={session.by === 'codes' ? text.none.recovered : text.none.lead}
            />
          ) : (
            <ul class="list">
              {items.map((phone) => (
                <li key={phone.id}>
                  <Phone phone={phone} />
                  {may.revoke && (
                    <button
                      type="button"
                      class="button button--small button--danger-quiet"
                      aria-label={text.remove(phone.name)}
                      onClick={() => setRemoving(phone)}
                    >
                      {text.removeShort}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {!may.pair && <p class="small soft">{text.mayNotPair}</p>}
      {adding && (
        <AddPhone
          onClose={() => {
            setAdding(false)
            phones.again()
          }}
          onAdded={() => {
            setAdding(false)
            say({ words: text.added })
            phones.again()
          }}
        />
      )}
      {removing && (
        <RemovePhone
          phone={removing}
          isLast={usable.length === 1 && removing.state === 'active'}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => {
            setRemoving(undefined)
            say({ words: text.removed(removing.name) })
            phones.again()
          }}
        />
      )}
    </Section>
  )
}

function Phone({ phone }: { readonly phone: MyDevice }): JSX.Element {
  const text = useText(phonesText)
  const { ago, date } = useFormat()
  const used = phone.lastUsedAtMs === null ? text.neverUsed : text.used(ago(phone.lastUsedAtMs))
  return (
    <div class="list__words">
      <p class="device__name">
        {phone.name}
        {phone.state === 'suspended' && <Tag tone="warn">{text.suspended}</Tag>}
        {phone.state === 'pending_confirm' && <Tag>{text.waiting}</Tag>}
      </p>
      <p class="small soft">
        {text.since(date(phone.createdAtMs))} · {used}
      </p>
      {phone.state === 'suspended' && <p class="small soft">{text.suspendedLead}</p>}
    </div>
  )
}

interface RemoveProps {
  readonly phone: MyDevice
  readonly isLast: boolean
  readonly onClose: () => void
  readonly onRemoved: () => void
}

function RemovePhone({ phone, isLast, onClose, onRemoved }: RemoveProps): JSX.Element {
  const text = useText(phonesText)
  const api = useApi()
  const change = useChanging()
  return (
    <Confirm
      title={text.removeTitle(phone.name)}
      consequences={text.removeThen}
      confirm={text.removeShort}
      busy={change.busy}
      fault={change.fault}
      onConfirm={() => void change.run(() => api.send('DELETE', `/devices/${phone.id}`), onRemoved)}
      onClose={onClose}
    >
      {isLast && (
        <Note tone="warn">
          <p>{text.removeLast}</p>
        </Note>
      )}
    </Confirm>
  )
}
