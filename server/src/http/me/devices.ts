// The resources of /me/v1 about phones: those one has, and how another one is added.
import type { DeviceId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import {
  confirmMyPairingBody,
  myDevice,
  myDevices,
  myPairing,
  myPairingStarted,
} from '@countersign/protocol/me'
import { refused } from '../../core/refusal.js'
import { myDevices as listDevices, removeMyDevice } from '../../flows/me/devices.js'
import {
  confirmMyPairing,
  myPairing as showPairing,
  startMyPairing,
  withdrawMyPairing,
} from '../../flows/me/pairing.js'
import type { Operation } from '../operation.js'
import { exampleIds } from '../v1/examples.js'
import { meOperation } from './operation.js'

const exampleDevice = {
  id: exampleIds.deviceId,
  name: 'Alice’s phone',
  state: 'active',
  createdAtMs: 1_795_000_000_000,
  lastUsedAtMs: 1_795_000_600_000,
}
const places = { id: 'The `pairingId` of the pairing that this browser began.' }

export const deviceOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/devices',
      summary: 'List one’s own phones',
      description: 'Without those that were removed; oldest first.',
      answer: { status: 200, description: 'The phones.', shape: { name: 'MyDevices', schema: myDevices } },
      codes: [],
      example: { answer: { items: [exampleDevice] } },
    },
    undefined,
    ({ ports, session }) => listDevices(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'delete',
      path: '/me/v1/devices/{id}',
      summary: 'Remove one of one’s own phones',
      description: 'For good; what it approved and nobody has redeemed is worth nothing from then on.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'forbidden'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => {
      // Sound: `isId` is the run-time check of every id.
      if (isId(id)) return removeMyDevice(ports, session, { id: id as DeviceId })
      return Promise.resolve(refused({ reason: 'not_found', what: 'device' }))
    },
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/pairings',
      summary: 'Begin to pair another phone',
      description:
        'Needs a fresh approval: `approval_needed` means POST /me/v1/session/approval first. No body.',
      answer: {
        status: 201,
        description: 'The link, for a QR code; ten minutes, once.',
        shape: { name: 'MyPairingStarted', schema: myPairingStarted },
      },
      codes: ['forbidden', 'approval_needed', 'too_many_devices'],
      example: {
        answer: {
          pairingId: `${exampleIds.ticketId}.${exampleIds.appNonce}`,
          link: 'https://id.example.org/authenticator/#pair=…',
          expiresAtMs: 1_795_000_600_000,
        },
      },
    },
    undefined,
    ({ ports, session }) => startMyPairing(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'get',
      path: '/me/v1/pairings/{id}',
      summary: 'How far a pairing is',
      description: 'Once a phone has accepted: what it is called, and the six digits that it must show.',
      places,
      answer: { status: 200, description: 'Its state.', shape: { name: 'MyPairing', schema: myPairing } },
      codes: ['not_found', 'forbidden', 'ticket_invalid'],
      example: { answer: { state: 'accepted', deviceName: 'New phone', confirmation: '481930' } },
    },
    undefined,
    ({ ports, session, id }) => showPairing(ports, session, { id }),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/pairings/{id}/confirm',
      summary: 'Confirm a pairing',
      description: 'With the six digits that the new phone shows. From then on it is asked like the others.',
      places,
      answer: { status: 200, description: 'The phone.', shape: { name: 'MyDevice', schema: myDevice } },
      codes: ['body_invalid', 'not_found', 'forbidden', 'ticket_invalid'],
      example: { body: { confirmation: '481930' }, answer: exampleDevice },
    },
    { name: 'ConfirmMyPairing', schema: confirmMyPairingBody },
    ({ ports, session, id, body }) =>
      confirmMyPairing(ports, session, { id, confirmation: body.confirmation }),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/pairings/{id}/withdraw',
      summary: 'Withdraw a pairing',
      description: 'The link opens nothing any more, and a phone that waits is refused. No body.',
      places,
      answer: { status: 204, description: 'Withdrawn.' },
      codes: ['not_found', 'ticket_invalid'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => withdrawMyPairing(ports, session, { id }),
  ),
]
