// The browsers that login pages know somebody by: /admin/v1/accounts/{id}/browsers.
import type { AccountId } from '@countersign/protocol'
import type { BrowserBody } from '@countersign/protocol/admin'
import { browserList } from '@countersign/protocol/admin'
import { listBrowsers, removeBrowser } from '../../flows/admin/browsers.js'
import type { Operation } from '../operation.js'
import { exampleRequest } from './account-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Accounts'

export const exampleBrowser: BrowserBody = {
  id: '0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e',
  appId: exampleRequest.appId,
  appName: 'Wiki',
  origin: 'https://wiki.example.org',
  browser: 'Firefox on Linux',
  address: '192.0.2.7',
  place: 'Hamburg, Germany',
  state: 'known',
  addedAtMs: 1_795_000_000_000,
  lastUsedAtMs: 1_795_003_590_000,
}

export const accountBrowserOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts/{id}/browsers',
      group,
      summary: 'List the browsers that login pages know somebody by',
      description:
        'Each keeps a key at one app’s login page. `known`: phones say so, and the policies may ask less of it. `waiting`: it signed in once, and only the person can say at /me that it is theirs.',
      answer: {
        status: 200,
        description: 'Last used first.',
        shape: { name: 'BrowserList', schema: browserList },
      },
      codes: ['not_found'],
      example: { answer: { items: [exampleBrowser] } },
    },
    undefined,
    ({ ports, actor, params }) => listBrowsers(ports, actor, { accountId: pathId<AccountId>(params) }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/browsers/{browserId}',
      group,
      summary: 'Forget a browser',
      description: 'At its next login it is a new one, and the person is told of it. Nobody is signed out.',
      answer: { status: 204, description: 'Forgotten.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      removeBrowser(ports, actor, {
        accountId: pathId<AccountId>(params),
        id: pathId(params, 'browserId'),
      }),
  ),
]
