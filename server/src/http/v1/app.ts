// The resource /v1/app: how the app that asks looks on its own login pages, and what it is known by here.
import { appLook } from '@countersign/protocol'
import { accepted } from '../../core/refusal.js'
import { appLook as lookOf } from '../../flows/app-look.js'
import { appQuery } from '../operation.js'
import { exampleIds } from './examples.js'

export const appOperation = appQuery(
  {
    method: 'get',
    path: '/v1/app',
    group: 'Server',
    access: 'app',
    cors: 'no_page',
    summary: 'How your app looks, and what it is known by',
    description:
      'Its name, colour and logo as admins set them, else the server’s, and where people find help: for your login page. Beside them who answers and for whom, so that whoever connects an app enters an address and a key: `serverId` to compare and pin, `appId`, the `origins` that its pages wait from and set-ups return to, and whether it may enrol. Keep it for minutes; no login depends on it. Later versions say more: leave out what you do not know.',
    answer: {
      status: 200,
      description: 'The look, and the registration.',
      shape: { name: 'AppLook', schema: appLook },
    },
    codes: ['unauthorized'],
    example: {
      answer: {
        name: 'ACME Shop',
        colour: '#0b5c6b',
        logoUrl: 'https://id.example.org/v1/branding/logo?v=1795000000000',
        helpText: 'New phone? Bring it to the help desk in room 0.12.',
        supportContact: 'help@example.org',
        appId: exampleIds.appId,
        serverId: exampleIds.serverId,
        origins: ['https://shop.example.org'],
        mayEnrol: false,
      },
    },
  },
  async (ports, app) => accepted(await lookOf(ports, app)),
)
