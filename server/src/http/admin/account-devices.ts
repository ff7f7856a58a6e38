// The phones of an account, and the pairing of new ones: /admin/v1/accounts/{id}/devices, …/pairings and /admin/v1/pairings.
import type { AccountId, DeviceId, TicketId } from '@countersign/protocol'
import { confirmPairingBody, deviceBody, pairingBegun, pairingBody } from '@countersign/protocol/admin'
import {
  confirmPairingByAdmin,
  removeDevice,
  resumeDeviceByAdmin,
  showPairing,
  startPairing,
  withdrawPairingByAdmin,
} from '../../flows/admin/account-devices.js'
import type { Operation } from '../operation.js'
import { exampleIds } from '../v1/examples.js'
import { exampleDevice } from './account-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Accounts'
const DEVICE = { name: 'Device', schema: deviceBody } as const
const ticket = { id: 'The ticket’s id, as starting the pairing told it.' } as const

export const accountDeviceOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/devices/{deviceId}',
      group,
      summary: 'Remove a phone',
      description:
        'For good: its connection ends within a second, and the person is told. Twice is no fault.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      removeDevice(ports, actor, {
        accountId: pathId<AccountId>(params),
        deviceId: pathId<DeviceId>(params, 'deviceId'),
      }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/devices/{deviceId}/resume',
      group,
      summary: 'Let a phone approve again',
      description: 'After too many wrong picks it may only deny. To forgive the account as well, unlock it.',
      answer: { status: 200, description: 'The phone.', shape: DEVICE },
      codes: ['not_found', 'device_revoked', 'device_not_confirmed'],
      example: { answer: exampleDevice },
    },
    undefined,
    ({ ports, actor, params }) =>
      resumeDeviceByAdmin(ports, actor, {
        accountId: pathId<AccountId>(params),
        deviceId: pathId<DeviceId>(params, 'deviceId'),
      }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/pairings',
      group,
      summary: 'Start to pair a phone',
      description:
        'The link is good for one phone, for ten minutes, and is told this once: show it as a QR code to the person, never mail it.',
      answer: {
        status: 201,
        description: 'The link.',
        shape: { name: 'PairingBegun', schema: pairingBegun },
      },
      codes: ['not_found', 'account_suspended', 'too_many_devices'],
      example: {
        answer: {
          ticketId: exampleIds.ticketId,
          link: 'https://id.example.org/pair#…',
          expiresAtMs: 1_795_000_600_000,
        },
      },
    },
    undefined,
    ({ ports, actor, params }) => startPairing(ports, actor, { accountId: pathId<AccountId>(params) }),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/pairings/{id}',
      group,
      summary: 'How far a pairing is',
      description: 'Once a phone accepted: what it is called, and the six digits that it must show.',
      places: ticket,
      answer: { status: 200, description: 'The pairing.', shape: { name: 'Pairing', schema: pairingBody } },
      codes: ['not_found'],
      example: { answer: { state: 'accepted', deviceName: 'Ada’s phone', confirmation: '294837' } },
    },
    undefined,
    ({ ports, actor, params }) => showPairing(ports, actor, { ticketId: pathId<TicketId>(params) }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/pairings/{id}/confirm',
      group,
      summary: 'Confirm a pairing',
      description:
        'With the six digits that the phone shows. Other digits change nothing: then another phone may have used the link, and it is withdrawn.',
      places: ticket,
      answer: { status: 200, description: 'The phone.', shape: DEVICE },
      codes: ['not_found', 'ticket_invalid', 'account_suspended'],
      example: { body: { confirmation: '294837' }, answer: exampleDevice },
    },
    { name: 'ConfirmPairing', schema: confirmPairingBody },
    ({ ports, actor, params, body }) =>
      confirmPairingByAdmin(ports, actor, { ticketId: pathId<TicketId>(params), ...body }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/pairings/{id}/withdraw',
      group,
      summary: 'Withdraw a pairing',
      description: 'The link is worth nothing any more, and a phone that waits on it is removed.',
      places: ticket,
      answer: { status: 204, description: 'Withdrawn.' },
      codes: ['not_found', 'ticket_invalid'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      withdrawPairingByAdmin(ports, actor, { ticketId: pathId<TicketId>(params) }),
  ),
]
