// The phones of an account: connected or not, when used last; removing one, and letting one approve again.
import type { AccountBody, DeviceBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Confirm } from '../parts/dialog.js'
import { Empty, FaultNote, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { DetailText } from './detail-text.js'
import { detailText } from './detail-text.js'
import { taskText } from './task-text.js'

interface PhonesProps {
  readonly account: AccountBody
  readonly onChanged: () => void
  readonly onPair: () => void
}

export function Phones({ account, onChanged, onPair }: PhonesProps): JSX.Element {
  const text = useText(detailText)
  const tasks = useText(taskText)
  const may = useMay()
  const [removing, setRemoving] = useState<DeviceBody>()
  const devices = account.devices.filter(({ state }) => state !== 'revoked')
  return (
    <Section title={text.phones}>
      {devices.length === 0 ? (
        <Empty icon="phone" title={text.noPhones.title} lead={text.noPhones.lead}>
          {may('accounts:pair') && account.state === 'active' && (
            <button type="button" class="button button--primary" onClick={onPair}>
              {tasks.pair}
            </button>
          )}
          {may('onboarding:write') && account.state === 'active' && (
            <a href={hrefTo('/invitations/new', { accounts: account.id })}>{text.invite}</a>
          )}
        </Empty>
      ) : (
        <ul class="list">
          {devices.map((device) => (
            <li key={device.id}>
              <Phone {...{ account, device, onChanged }} onRemove={() => setRemoving(device)} />
            </li>
          ))}
        </ul>
      )}
      {removing && (
        <RemovePhone
          {...{ account, onChanged }}
          device={removing}
          isLast={devices.length === 1}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Section>
  )
}

interface PhoneProps {
  readonly account: AccountBody
  readonly device: DeviceBody
  readonly onChanged: () => void
  readonly onRemove: () => void
}

function Phone({ account, device, onChanged, onRemove }: PhoneProps): JSX.Element {
  const text = useText(detailText)
  const { ago, date } = useFormat()
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const may = useMay()('accounts:pair')
  const resume = (): void => {
    void change.run(
      () => api.send('POST', `/accounts/${account.id}/devices/${device.id}/resume`),
      () => {
        say({ words: text.letApproved(device.name) })
        onChanged()
      },
    )
  }
  return (
    <>
      <div class="list__words">
        <p class="device__name">
          {device.name}
          {device.state !== 'active' && (
            <Tag tone={device.state === 'suspended' ? 'danger' : 'warn'}>
              {text.deviceStates[device.state]}
            </Tag>
          )}
          {device.connected && <Tag tone="good">{text.connected}</Tag>}
        </p>
        <p class="small soft">
          {device.lastUsedAtMs === null ? text.neverUsed : text.lastUsed(ago(device.lastUsedAtMs))} ·{' '}
          {text.addedOn(date(device.createdAtMs))} · {verifiedInWords(device, text)}
        </p>
        {device.pinLocked && <p class="small">{text.pinLocked}</p>}
        <FaultNote fault={change.fault} />
      </div>
      {may && (
        <div class="row">
          {device.state === 'suspended' && !device.pinLocked && (
            <button type="button" class="button button--small" disabled={change.busy} onClick={resume}>
              {text.letApprove}
            </button>
          )}
          <button
            type="button"
            class="button button--small button--danger-quiet"
            aria-label={`${text.remove}: ${device.name}`}
            onClick={onRemove}
          >
            {text.remove}
          </button>
        </div>
      )}
    </>
  )
}

/** What the phone asks its person for at each approval. */
function verifiedInWords({ hasPin, biometrics }: DeviceBody, text: DetailText): string {
  const asked = [biometrics !== null && text.asksBiometrics[biometrics], hasPin && text.asksPin]
  return asked.filter((each) => each !== false).join(', ') || text.asksNothing
}

interface RemovePhoneProps extends Omit<PhoneProps, 'onRemove'> {
  readonly isLast: boolean
  readonly onClose: () => void
}

function RemovePhone({ account, device, isLast, onChanged, onClose }: RemovePhoneProps): JSX.Element {
  const text = useText(detailText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  return (
    <Confirm
      title={text.removeTitle(device.name)}
      consequences={isLast ? [...text.removeMeans, text.removeLast] : text.removeMeans}
      confirm={text.remove}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `/accounts/${account.id}/devices/${device.id}`),
          () => {
            say({ words: text.removed(device.name) })
            onClose()
            onChanged()
          },
        )
      }
    />
  )
}
