// The resource /me/v1/requests: what one was asked lately, and "this wasn't me".
import type { ChallengeId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import { myRequests } from '@countersign/protocol/me'
import { accepted, refused } from '../../core/refusal.js'
import { disownRequest, myRequests as listRequests } from '../../flows/me/requests.js'
import { limitIn, pageParameters } from '../admin/paging.js'
import type { Operation } from '../operation.js'
import { exampleIds } from '../v1/examples.js'
import { meOperation } from './operation.js'
import { placeIn, placeOf } from './place.js'

export const requestOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/requests',
      summary: 'What one was asked lately',
      description: 'Requests that are over, newest first, as long as requests are kept.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of requests; it may be shorter than asked for and still not be the last one.',
        shape: { name: 'MyRequests', schema: myRequests },
      },
      codes: [],
      example: {
        answer: {
          items: [
            {
              id: exampleIds.challengeId,
              appName: 'Wiki',
              outcome: 'redeemed',
              address: '203.0.113.7',
              browser: 'Firefox on Windows',
              browserKnown: 'known',
              place: 'Hamburg, Germany',
              requestedAtMs: 1_795_000_000_000,
              endedAtMs: 1_795_000_012_000,
              deviceName: 'Alice’s phone',
              disownedAtMs: null,
            },
          ],
          next: null,
        },
      },
    },
    undefined,
    async ({ ports, session, query }) => {
      const found = await listRequests(ports, session, { before: placeIn(query), limit: limitIn(query) })
      if (!found.ok) return found
      const { items, next } = found.value
      return accepted({ items, next: next === undefined ? null : placeOf(next) })
    },
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/requests/{id}/disown',
      summary: 'Say that a request was not one’s own',
      description:
        'That app and address ring no more for a day, and for as long only typed codes are trusted. Admins and one’s own phones and addresses hear of it. No body.',
      answer: { status: 204, description: 'Noted.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => {
      // Sound: `isId` is the run-time check of every id.
      if (isId(id)) return disownRequest(ports, session, { id: id as ChallengeId })
      return Promise.resolve(refused({ reason: 'not_found', what: 'request' }))
    },
  ),
]
