// The resources of /me/v1 about browsers: those that login pages know, and those that wait to be known.
import { browserList } from '@countersign/protocol/admin'
import { myBrowsers, removeMyBrowser, trustMyBrowser } from '../../flows/me/browsers.js'
import { exampleBrowser } from '../admin/account-browsers.js'
import type { Operation } from '../operation.js'
import { meOperation } from './operation.js'

const places = { id: 'As the list of one’s browsers told it.' } as const

export const browserOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/browsers',
      summary: 'List the browsers one is known by',
      description:
        'Each keeps a key at one app’s login page. `known`: the phone says so when it asks. `waiting`: it signed in once, while no phone was in its network.',
      answer: {
        status: 200,
        description: 'Last used first.',
        shape: { name: 'BrowserList', schema: browserList },
      },
      codes: ['forbidden'],
      example: { answer: { items: [exampleBrowser] } },
    },
    undefined,
    ({ ports, session }) => myBrowsers(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'delete',
      path: '/me/v1/browsers/{id}',
      summary: 'Forget a browser',
      description: 'At its next login it is a new one. Nobody is signed out.',
      places,
      answer: { status: 204, description: 'Forgotten.' },
      codes: ['not_found', 'forbidden'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => removeMyBrowser(ports, session, { id }),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/browsers/{id}/trust',
      summary: 'Say that a waiting browser is one’s own',
      description: 'It is known from then on. Needs a fresh approval.',
      places,
      answer: { status: 204, description: 'Known.' },
      codes: ['not_found', 'forbidden', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => trustMyBrowser(ports, session, { id }),
  ),
]
