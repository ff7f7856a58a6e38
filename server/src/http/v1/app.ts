// The resource /v1/app: how the app that asks looks on its own login pages.
import { appLook } from '@countersign/protocol'
import { accepted } from '../../core/refusal.js'
import { appLook as lookOf } from '../../flows/app-look.js'
import { appQuery } from '../operation.js'

export const appOperation = appQuery(
  {
    method: 'get',
    path: '/v1/app',
    group: 'Server',
    access: 'app',
    cors: 'no_page',
    summary: 'How your app looks',
    description:
      'Its name, colour and logo as admins set them, else the server’s, and where people find help: for your login page. Keep it for minutes; no login depends on it.',
    answer: { status: 200, description: 'The look.', shape: { name: 'AppLook', schema: appLook } },
    codes: ['unauthorized'],
    example: {
      answer: {
        name: 'ACME Shop',
        colour: '#0b5c6b',
        logoUrl: 'https://id.example.org/v1/branding/logo?v=1795000000000',
        helpText: 'New phone? Bring it to the help desk in room 0.12.',
        supportContact: 'help@example.org',
      },
    },
  },
  async (ports, app) => accepted(await lookOf(ports, app)),
)
