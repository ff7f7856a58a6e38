// The resources /admin/v1/webhooks and /admin/v1/outgoing: where entries of the audit are sent, and what is on its way or failed.
import type { OutgoingBody, Webhook } from '@countersign/protocol/admin'
import {
  outgoing,
  outgoingPage,
  webhook,
  webhookBody,
  webhookList,
  webhookMade,
  webhookTested,
} from '@countersign/protocol/admin'
import type { OutgoingFilter } from '../../core/ports-outgoing.js'
import { accepted } from '../../core/refusal.js'
import { dropOutgoing, listOutgoing, retryOutgoing } from '../../flows/admin/outgoing.js'
import {
  addWebhook,
  editWebhook,
  exchangeWebhookSecret,
  listWebhooks,
  removeWebhook,
  showWebhook,
  testWebhook,
} from '../../flows/admin/webhooks.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'

const group = 'Webhooks and mail'

const example: Webhook = {
  id: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f',
  url: 'https://siem.example.org/countersign',
  description: 'The SIEM',
  actions: ['login.reported', 'account.*'],
  state: 'active',
  createdAtMs: 1_795_000_000_000,
  revision: 1,
}
const { id: _id, createdAtMs: _createdAtMs, revision: _revision, ...exampleBody } = example
const exampleMade = { ...example, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=' }

const exampleOutgoing: OutgoingBody = {
  id: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e70',
  kind: 'webhook',
  webhookId: example.id,
  accountId: null,
  subject: 'login.reported',
  state: 'dead',
  attempts: 10,
  dueAtMs: 1_795_060_000_000,
  lastError: 'answered 503',
  createdAtMs: 1_795_000_000_000,
  finishedAtMs: 1_795_060_000_000,
}

export const webhookOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/webhooks',
      group,
      summary: 'List webhooks',
      description: 'All of them, oldest first, at most twenty. Never a secret.',
      answer: {
        status: 200,
        description: 'The webhooks.',
        shape: { name: 'WebhookList', schema: webhookList },
      },
      codes: [],
      example: { answer: { items: [example], next: null } },
    },
    undefined,
    async ({ ports, actor }) => {
      const found = await listWebhooks(ports, actor, undefined)
      return found.ok ? accepted({ items: found.value, next: null }) : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/webhooks',
      group,
      summary: 'Add a webhook',
      description:
        'Each entry of the audit that it wants is sent as it happens, signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`), and tried ten times within a day. The secret is shown this once. Private addresses are refused unless `webhooks.allowPrivate` is set; redirects are never followed.',
      answer: {
        status: 201,
        description: 'The webhook, and its secret.',
        shape: { name: 'WebhookMade', schema: webhookMade },
      },
      codes: ['body_invalid', 'conflict'],
      example: { body: exampleBody, answer: exampleMade },
    },
    { name: 'WebhookBody', schema: webhookBody },
    ({ ports, actor, body }) => addWebhook(ports, actor, body),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/webhooks/{id}',
      group,
      summary: 'Read a webhook',
      description: 'With its revision, for an edit.',
      answer: { status: 200, description: 'The webhook.', shape: { name: 'Webhook', schema: webhook } },
      codes: ['not_found'],
      example: { answer: example },
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => showWebhook(ports, actor, { id }),
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/webhooks/{id}',
      group,
      summary: 'Edit a webhook',
      description:
        'What waits for it goes to the new address. A paused one keeps what waits until it is active again.',
      ifMatch: true,
      answer: { status: 200, description: 'The webhook.', shape: { name: 'Webhook', schema: webhook } },
      codes: ['not_found', 'body_invalid'],
      example: { body: exampleBody, answer: { ...example, revision: 2 } },
    },
    { name: 'WebhookBody', schema: webhookBody },
    ({ ports, actor, params: { id = '' }, body, revision = 0 }) =>
      editWebhook(ports, actor, { id, body, revision }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/webhooks/{id}',
      group,
      summary: 'Remove a webhook',
      description: 'With what waits for it.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => removeWebhook(ports, actor, { id }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/webhooks/{id}/secret',
      group,
      summary: 'Exchange the secret',
      description: 'For a day both secrets sign; the new one is shown this once.',
      answer: {
        status: 200,
        description: 'The webhook, and its new secret.',
        shape: { name: 'WebhookMade', schema: webhookMade },
      },
      codes: ['not_found'],
      example: { answer: { ...exampleMade, revision: 2 } },
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => exchangeWebhookSecret(ports, actor, { id }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/webhooks/{id}/test',
      group,
      summary: 'Try a webhook',
      description: 'Sends one message of type `webhook.tested`, once, while you wait at most ten seconds.',
      answer: {
        status: 200,
        description: 'What came of it.',
        shape: { name: 'WebhookTested', schema: webhookTested },
      },
      codes: ['not_found'],
      example: { answer: { delivered: true, status: 204, error: '', tookMs: 87 } },
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => testWebhook(ports, actor, { id }),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/outgoing',
      group,
      summary: 'List what is on its way',
      description:
        'Mail and webhook messages, newest first. What was sent stays a week, what failed for good thirty days. Never a content.',
      query: [
        {
          name: 'state',
          in: 'query',
          required: false,
          description: '`waiting`, `sent` or `dead`.',
          schema: { type: 'string' },
        },
        {
          name: 'kind',
          in: 'query',
          required: false,
          description: '`mail` or `webhook`.',
          schema: { type: 'string' },
        },
        {
          name: 'webhook',
          in: 'query',
          required: false,
          description: 'The id of a webhook.',
          schema: { type: 'string' },
        },
        ...pageParameters,
      ],
      answer: { status: 200, description: 'A page.', shape: { name: 'OutgoingPage', schema: outgoingPage } },
      codes: [],
      example: { answer: { items: [exampleOutgoing], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const found = await listOutgoing(ports, actor, { ...outgoingFilterIn(query), limit: limit + 1 })
      return found.ok
        ? accepted(
            pageFrom(
              found.value,
              limit,
              ({ id }) => id,
              (item) => item,
            ),
          )
        : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/outgoing/{id}/retry',
      group,
      summary: 'Try again what failed',
      description: 'It gets all its attempts again, from now on.',
      answer: { status: 200, description: 'It waits again.', shape: { name: 'Outgoing', schema: outgoing } },
      codes: ['not_found', 'conflict'],
      example: { answer: { ...exampleOutgoing, state: 'waiting', attempts: 0, finishedAtMs: null } },
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => retryOutgoing(ports, actor, { id }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/outgoing/{id}',
      group,
      summary: 'Give something up',
      description: 'What waits or failed is not sent any more.',
      answer: { status: 204, description: 'Given up.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params: { id = '' } }) => dropOutgoing(ports, actor, { id }),
  ),
]

/** A word that is none of ours asks for nothing: it is left out, as an unknown parameter is. */
function outgoingFilterIn(query: URLSearchParams): Omit<OutgoingFilter, 'limit'> {
  const state = (['waiting', 'sent', 'dead'] as const).find((each) => each === query.get('state'))
  const kind = (['mail', 'webhook'] as const).find((each) => each === query.get('kind'))
  const webhookId = query.get('webhook') || undefined
  const beforeId = cursorIn(query) || undefined
  return {
    ...(state === undefined ? {} : { state }),
    ...(kind === undefined ? {} : { kind }),
    ...(webhookId === undefined ? {} : { webhookId }),
    ...(beforeId === undefined ? {} : { beforeId }),
  }
}
