// Pairs a phone for somebody: makes the link when it opens, withdraws it when it is left before the digits were compared.
import type { AccountRow, DeviceBody, PairingBegun, PairingBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Pairing } from '../pairing/pairing.js'
import { Dialog } from '../parts/dialog.js'
import { FaultNote, Working } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { taskText } from './task-text.js'

interface PairDialogProps {
  readonly account: Pick<AccountRow, 'id' | 'userId'>
  readonly onClose: () => void
  readonly onChanged: () => void
}

export function PairDialog({ account, onClose, onChanged }: PairDialogProps): JSX.Element {
  const text = useText(taskText)
  const api = useApi()
  const say = useToast()
  const begun = useReading(
    () => api.send<PairingBegun>('POST', `/accounts/${account.id}/pairings`),
    [account.id],
  )
  const ticketId = begun.value?.ticketId
  const path = `/pairings/${ticketId ?? ''}`
  const withdraw = () => api.send('POST', `${path}/withdraw`)
  const isOpen = useRef(false)
  useEffect(() => {
    isOpen.current = ticketId !== undefined
    return () => {
      // A link that nobody watches any more must not pair anybody.
      if (isOpen.current) void withdraw()
    }
  }, [ticketId])
  return (
    <Dialog title={text.pairTitle(account.userId)} onClose={onClose}>
      {begun.fault && <FaultNote fault={begun.fault} again={begun.again} />}
      {begun.busy && <Working words={text.pairing} />}
      {begun.value && !begun.busy && (
        <Pairing
          key={begun.value.ticketId}
          link={begun.value.link}
          whose="other"
          ask={() => api.get<PairingBody>(path)}
          confirm={(confirmation) => api.send<DeviceBody>('POST', `${path}/confirm`, { confirmation })}
          withdraw={withdraw}
          anew={begun.again}
          onConfirmed={(device) => {
            isOpen.current = false
            say({ words: text.paired(device.name) })
            onClose()
            onChanged()
          }}
        />
      )}
    </Dialog>
  )
}
