// The API keys of an app: /admin/v1/apps/{id}/keys.
import type { AppId } from '@countersign/protocol'
import { appKeyList, appKeyRotated, rotateAppKeyBody } from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import { endAppKey, listAppKeys, rotateAppKeyByAdmin } from '../../flows/admin/apps.js'
import type { Operation } from '../operation.js'
import { exampleApiKey, exampleApp } from './app-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Apps'

export const appKeyOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/apps/{id}/keys',
      group,
      summary: 'List an app’s keys',
      description: 'The oldest first, never a secret. Those that ended go when the key is rotated next.',
      answer: { status: 200, description: 'The keys.', shape: { name: 'AppKeyList', schema: appKeyList } },
      codes: ['not_found'],
      example: { answer: { items: exampleApp.keys, next: null } },
    },
    undefined,
    async ({ ports, actor, params }) => {
      const found = await listAppKeys(ports, actor, { appId: pathId<AppId>(params) })
      return found.ok ? accepted({ items: [...found.value], next: null }) : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/apps/{id}/keys',
      group,
      summary: 'Rotate an app’s key',
      description:
        'A new key, told this once. Those before it stay good for the overlap, so that the app can change over without a gap; 0 ends them at once.',
      answer: {
        status: 201,
        description: 'The app, and its new key.',
        shape: { name: 'AppKeyRotated', schema: appKeyRotated },
      },
      codes: ['not_found', 'body_invalid'],
      example: {
        body: { overlapSeconds: 86_400 },
        answer: { app: exampleApp, apiKey: exampleApiKey, oldKeysExpireAtMs: 1_795_086_400_000 },
      },
    },
    { name: 'RotateAppKey', schema: rotateAppKeyBody },
    ({ ports, actor, params, body }) =>
      rotateAppKeyByAdmin(ports, actor, { appId: pathId<AppId>(params), ...body }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/apps/{id}/keys/{keyId}',
      group,
      summary: 'End a key',
      description: 'From the next request on it is refused.',
      places: { keyId: 'The sixteen digits after `cs_`.' },
      answer: { status: 204, description: 'Ended.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      endAppKey(ports, actor, { appId: pathId<AppId>(params), keyId: params['keyId'] ?? '' }),
  ),
]
