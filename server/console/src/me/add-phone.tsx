// The dialog that adds a phone: scan with the new one, compare the digits; a phone that is there approves it first.
import type { ConfirmMyPairingBody, MyDevice, MyPairing, MyPairingStarted } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Pairing } from '../pairing/pairing.js'
import { Dialog } from '../parts/dialog.js'
import { FaultNote, Working } from '../parts/notes.js'
import { useText } from '../text/language.js'
import { phonesText } from './phones-text.js'

interface AddPhoneProps {
  readonly onClose: () => void
  readonly onAdded: () => void
}

export function AddPhone({ onClose, onAdded }: AddPhoneProps): JSX.Element {
  const text = useText(phonesText).pair
  const api = useApi()
  const started = useReading(() => api.send<MyPairingStarted>('POST', '/pairings'), [])
  const pairingId = started.value?.pairingId
  const path = `/pairings/${pairingId ?? ''}`
  const withdraw = () => api.send('POST', `${path}/withdraw`)
  const isOpen = useRef(false)
  useEffect(() => {
    isOpen.current = pairingId !== undefined
    return () => {
      // A link that nobody watches any more must not pair anybody.
      if (isOpen.current) void withdraw()
    }
  }, [pairingId])
  return (
    <Dialog title={text.title} onClose={onClose}>
      {started.fault && <FaultNote fault={started.fault} again={started.again} />}
      {started.busy && <Working words={text.making} />}
      {started.value && !started.busy && (
        <Pairing
          key={started.value.pairingId}
          whose="own"
          link={started.value.link}
          ask={() => api.get<MyPairing>(path)}
          confirm={(confirmation) => {
            const body: ConfirmMyPairingBody = { confirmation }
            return api.send<MyDevice>('POST', `${path}/confirm`, body)
          }}
          withdraw={withdraw}
          anew={started.again}
          onConfirmed={() => {
            isOpen.current = false
            onAdded()
          }}
        />
      )}
    </Dialog>
  )
}
