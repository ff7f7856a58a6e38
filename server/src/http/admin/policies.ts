// The resource /admin/v1/policies: the list, a preview of a change, and the explanation of one login.
import { policyExplained, policyPreview, policySetBody, putPoliciesBody } from '@countersign/protocol/admin'
import { refused } from '../../core/refusal.js'
import { explainLogin } from '../../flows/admin/explain-login.js'
import { replacePolicies, showPolicies } from '../../flows/admin/policies.js'
import { previewPolicies } from '../../flows/admin/preview-policies.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'
import { exampleExplained, examplePolicy, examplePreview, exampleSet } from './policy-examples.js'

const common = { group: 'Policies' }

export const policyOperations: readonly Operation[] = [
  adminOperation(
    {
      ...common,
      method: 'get',
      path: '/admin/v1/policies',
      summary: 'Read the policies',
      description:
        'The whole list, the topmost first. For each setting the topmost policy that applies and says something about it decides; below all of them stand the defaults.',
      answer: { status: 200, description: 'The list.', shape: { name: 'PolicySet', schema: policySetBody } },
      codes: [],
      example: { answer: exampleSet },
    },
    undefined,
    ({ ports, actor }) => showPolicies(ports, actor, undefined),
  ),
  adminOperation(
    {
      ...common,
      method: 'put',
      path: '/admin/v1/policies',
      summary: 'Replace the policies',
      description:
        'The whole list at once, since their order is their precedence. It counts for every login that asks from now on.',
      ifMatch: true,
      answer: {
        status: 200,
        description: 'The list as it is now.',
        shape: { name: 'PolicySet', schema: policySetBody },
      },
      codes: ['body_invalid', 'changed_meanwhile', 'revision_missing'],
      example: { body: { policies: [examplePolicy] }, answer: exampleSet },
    },
    { name: 'PutPolicies', schema: putPoliciesBody },
    ({ ports, actor, body, revision = 0 }) =>
      replacePolicies(ports, actor, { policies: body.policies, revision }),
  ),
  adminOperation(
    {
      ...common,
      method: 'post',
      path: '/admin/v1/policies/preview',
      summary: 'See who a change would lock out',
      description:
        'Accounts without an active phone that some app, address or time would let in by nothing else, by the present list and by the given one. Changes nothing. It is about apps that accept waivers, offer other ways and lead to the set-up: every other app asks a phone of everybody. Accounts with a phone are looked at, too, where the list asks for biometrics or a passkey. An app with codes and a passkey count as ways in where they count at a login, printed codes do not.',
      answer: {
        status: 200,
        description: 'How many, and the first of them.',
        shape: { name: 'PolicyPreview', schema: policyPreview },
      },
      codes: ['body_invalid'],
      example: { body: { policies: [examplePolicy] }, answer: examplePreview },
    },
    { name: 'PutPolicies', schema: putPoliciesBody },
    ({ ports, actor, body }) => previewPolicies(ports, actor, { policies: body.policies }),
  ),
  adminOperation(
    {
      ...common,
      method: 'get',
      path: '/admin/v1/policies/explain',
      summary: 'Explain a login',
      description:
        'What an account would be asked at an app, from an address, at a time, and which policy decided each part of it. The same functions decide a login.',
      query: [
        parameter('account', true, 'Its id, or a user ID or alias; also one that nobody has.'),
        parameter('app', true, 'Its id or its name.'),
        parameter('address', false, 'Of the login browser; nothing: not known.'),
        parameter('atMs', false, 'Milliseconds since 1970; nothing: now.'),
      ],
      answer: {
        status: 200,
        description: 'The decision and its reasons.',
        shape: { name: 'PolicyExplained', schema: policyExplained },
      },
      codes: ['not_found', 'body_invalid'],
      example: { answer: exampleExplained },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const atMs = timeIn(query)
      if (atMs === 'invalid')
        return refused({ reason: 'value_invalid', path: 'atMs', expected: 'milliseconds since 1970' })
      const account = query.get('account') ?? ''
      if (account === '') return refused({ reason: 'value_invalid', path: 'account', expected: 'a user ID' })
      const input = { account, app: query.get('app') ?? '', address: query.get('address') ?? '', atMs }
      return explainLogin(ports, actor, input)
    },
  ),
]

function parameter(name: string, required: boolean, description: string) {
  return { name, in: 'query', required, description, schema: { type: 'string' } } as const
}

/** Up to the year 9999: beyond, calendars end. */
const TIME_MAX_MS = 253_402_300_799_999

function timeIn(query: URLSearchParams): number | undefined | 'invalid' {
  const text = query.get('atMs')
  if (text === null || text === '') return undefined
  const atMs = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return atMs <= TIME_MAX_MS ? atMs : 'invalid'
}
