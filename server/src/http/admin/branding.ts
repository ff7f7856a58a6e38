// How the server looks, and how user IDs are completed: /admin/v1/branding and /admin/v1/id-pattern.
import { brandingBody, idPatternBody, putBrandingBody, putIdPatternBody } from '@countersign/protocol/admin'
import { putBranding, putIdPattern, showBranding, showIdPattern } from '../../flows/admin/branding.js'
import { putServerLogo, removeServerLogo } from '../../flows/admin/logos.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'
import { uploadLogo } from './upload-logo.js'

const group = 'Branding'
const BRANDING = { name: 'Branding', schema: brandingBody } as const
const ID_PATTERN = { name: 'IdPattern', schema: idPatternBody } as const

const exampleBranding = {
  name: 'ACME sign-in',
  colour: '#0b5c6b',
  helpText: 'New phone? Bring it to the help desk in room 0.12.',
  supportContact: 'help@example.org, +49 30 1234567',
} as const
const examplePattern = { pattern: '{user}@{suffix}', suffix: 'example.org', shortNameToo: true } as const

export const brandingOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/branding',
      group,
      summary: 'How the server looks',
      description:
        'Name, colour, help and support as people read them. Anyone may read them at /v1/branding.',
      answer: { status: 200, description: 'The branding.', shape: BRANDING },
      codes: [],
      example: { answer: { ...exampleBranding, logoUrl: null, revision: 1 } },
    },
    undefined,
    ({ ports, actor }) => showBranding(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/branding',
      group,
      summary: 'Change how the server looks',
      description:
        'As a whole. An empty name is the one of the configuration, an empty colour the product’s own.',
      ifMatch: true,
      answer: { status: 200, description: 'The branding.', shape: BRANDING },
      codes: ['changed_meanwhile', 'body_invalid'],
      example: { body: exampleBranding, answer: { ...exampleBranding, logoUrl: null, revision: 2 } },
    },
    { name: 'PutBranding', schema: putBrandingBody },
    ({ ports, actor, revision = 0, body }) => putBranding(ports, actor, { ...body, revision }),
  ),
  uploadLogo(
    {
      path: '/admin/v1/branding/logo',
      group,
      summary: 'Set the server’s logo',
      description: 'A PNG or WebP of at most 64 kB and 2048 points a side.',
    },
    ({ ports, actor }, bytes) => putServerLogo(ports, actor, { bytes }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/branding/logo',
      group,
      summary: 'Remove the server’s logo',
      description: 'To remove none is no fault.',
      answer: { status: 204, description: 'Removed.' },
      codes: [],
      example: {},
    },
    undefined,
    ({ ports, actor }) => removeServerLogo(ports, actor, {}),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/id-pattern',
      group,
      summary: 'How user IDs are completed',
      description: 'What makes a whole user ID of a short one when an account is added.',
      answer: { status: 200, description: 'The pattern.', shape: ID_PATTERN },
      codes: [],
      example: { answer: { ...examplePattern, revision: 1 } },
    },
    undefined,
    ({ ports, actor }) => showIdPattern(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/id-pattern',
      group,
      summary: 'Change how user IDs are completed',
      description: 'An empty pattern is none. Accounts that are there keep their IDs.',
      ifMatch: true,
      answer: { status: 200, description: 'The pattern.', shape: ID_PATTERN },
      codes: ['changed_meanwhile', 'body_invalid'],
      example: { body: examplePattern, answer: { ...examplePattern, revision: 2 } },
    },
    { name: 'PutIdPattern', schema: putIdPatternBody },
    ({ ports, actor, revision = 0, body }) => putIdPattern(ports, actor, { ...body, revision }),
  ),
]
