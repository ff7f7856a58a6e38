// The resource /v1/pairings: a phone looks a pairing ticket up, and accepts it with a key of its own.
import { acceptPairingBody, lookUpTicketBody, pairingAccepted, ticketFound } from '@countersign/protocol'
import { acceptPairing } from '../../flows/accept-pairing.js'
import { lookUpTicket } from '../../flows/look-up-ticket.js'
import { provenCommand } from '../operation.js'
import { exampleIds, exampleKeySet } from './examples.js'

const common = { method: 'post', group: 'Pairing', access: 'anyone', cors: 'anyone' } as const

/** A person pairs a phone once or twice; a class of 30 behind one address pairs in some minutes. */
const PAIRINGS_PER_MINUTE = 60

export const lookUpTicketOperation = provenCommand(
  {
    ...common,
    path: '/v1/pairings/look-up',
    summary: 'Look a pairing ticket up',
    description:
      'What a scanned code or link is for, before the person agrees. The proof is an HMAC with the ticket’s secret, which itself never travels. Nothing changes.',
    answer: {
      status: 200,
      description: 'Whose account it is, and the server’s key set.',
      shape: { name: 'TicketFound', schema: ticketFound },
    },
    codes: ['body_invalid', 'ticket_invalid', 'too_many_requests'],
    example: {
      body: { ticketId: exampleIds.ticketId, proof: exampleIds.appNonce },
      answer: {
        accountId: exampleIds.accountId,
        userId: 'alice',
        serverName: 'ACME',
        expiresAtMs: 1_795_000_600_000,
        keySet: exampleKeySet,
      },
    },
  },
  { name: 'LookUpTicket', schema: lookUpTicketBody },
  PAIRINGS_PER_MINUTE,
  lookUpTicket,
)

export const acceptPairingOperation = provenCommand(
  {
    ...common,
    path: '/v1/pairings/accept',
    summary: 'Accept a pairing ticket',
    description:
      'Spends the ticket. The device signs the accept document with its new key and proves that it knows the ticket’s secret. It stays without rights until the six digits are confirmed where the ticket was made.',
    answer: {
      status: 201,
      description: 'The device exists, and waits to be confirmed.',
      shape: { name: 'PairingAccepted', schema: pairingAccepted },
    },
    codes: ['body_invalid', 'ticket_invalid', 'key_refused', 'too_many_devices', 'too_many_requests'],
    example: {
      body: {
        ticketId: exampleIds.ticketId,
        deviceKey: exampleIds.watchToken,
        deviceName: 'Alice’s phone',
        deviceTimeMs: 1_795_000_000_000,
        signature: '5q0m…',
        ticketProof: exampleIds.appNonce,
      },
      answer: {
        deviceId: exampleIds.deviceId,
        accountId: exampleIds.accountId,
        userId: 'alice',
        serverName: 'ACME',
        confirmation: '481930',
        keyId: '019aa5bf-2c4d-7a10-9f3e-1b2c3d4e5f60',
        signature: '5q0m…',
      },
    },
  },
  { name: 'AcceptPairing', schema: acceptPairingBody },
  PAIRINGS_PER_MINUTE,
  acceptPairing,
)
