// The resources of /me/v1 about the account itself: who one is, where one is written to, what one was told.
import { changeMyContactBody, myContact, myNotices, myProfile } from '@countersign/protocol/me'
import { accepted } from '../../core/refusal.js'
import { changeMyContact, myContact as showContact } from '../../flows/me/contact.js'
import { myNotices as listNotices } from '../../flows/me/notices.js'
import { myProfile as showProfile } from '../../flows/me/profile.js'
import { disownNotice } from '../../flows/not-me/disown-notice.js'
import { limitIn, pageParameters } from '../admin/paging.js'
import type { Operation } from '../operation.js'
import { meOperation } from './operation.js'
import { placeIn, placeOf } from './place.js'

const exampleContact = { emails: ['alice@example.org'], locale: 'en', revision: 3 }

export const accountOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/profile',
      summary: 'Who one is, and what one may do',
      description: 'What an admin does not let people do for themselves is false here, and refused below.',
      answer: { status: 200, description: 'The profile.', shape: { name: 'MyProfile', schema: myProfile } },
      codes: [],
      example: {
        answer: {
          userId: 'alice',
          displayName: 'Alice',
          locale: 'en',
          may: { pair: true, revoke: true, addresses: true, codes: true },
        },
      },
    },
    undefined,
    ({ ports, session }) => showProfile(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'get',
      path: '/me/v1/contact',
      summary: 'Where one is written to',
      description: 'The addresses that hear of changes to the account, and in which language.',
      answer: { status: 200, description: 'Both.', shape: { name: 'MyContact', schema: myContact } },
      codes: [],
      example: { answer: exampleContact },
    },
    undefined,
    ({ ports, session }) => showContact(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'put',
      path: '/me/v1/contact',
      summary: 'Change where one is written to',
      description: 'At most two addresses. The ones it had before are told that they were changed.',
      ifMatch: true,
      answer: { status: 200, description: 'As it is now.', shape: { name: 'MyContact', schema: myContact } },
      codes: ['body_invalid', 'forbidden', 'changed_meanwhile'],
      example: { body: { emails: ['alice@example.org'], locale: 'en' }, answer: exampleContact },
    },
    { name: 'ChangeMyContact', schema: changeMyContactBody },
    ({ ports, session, body, revision }) => changeMyContact(ports, session, { contact: body, revision }),
  ),
  meOperation(
    {
      method: 'get',
      path: '/me/v1/notices',
      summary: 'What one was told',
      description: 'Changes to the account, newest first: the same that phones show and letters say.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of notices.',
        shape: { name: 'MyNotices', schema: myNotices },
      },
      codes: [],
      example: {
        answer: {
          items: [
            {
              id: '019aa5bf-2c4d-7a10-9f3e-1b2c3d4e5f60',
              kind: 'device_added',
              atMs: 1_795_000_000_000,
              facts: { deviceName: 'Alice’s phone' },
            },
          ],
          next: null,
        },
      },
    },
    undefined,
    async ({ ports, session, query }) => {
      const limit = limitIn(query)
      const found = await listNotices(ports, session, { limit: limit + 1, before: placeIn(query) })
      if (!found.ok) return found
      const items = found.value.slice(0, limit)
      const last = items.at(-1)
      const more = found.value.length > limit && last !== undefined
      return accepted({ items, next: more ? placeOf(last) : null })
    },
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/notices/{id}/disown',
      summary: 'Say that what was told was not oneself',
      description:
        'For a week, of notices about ways in. Stops the account at once: nobody logs in, every session ends, and what was added since the notice is removed. An administrator lets the account in again. No body.',
      answer: { status: 204, description: 'Stopped.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => disownNotice(ports, session, { id }),
  ),
]
