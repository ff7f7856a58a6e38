// The resource /v1/browsers: an app makes the browser of a login that it has just redeemed one that is known.
import { browserRegistered, registerBrowserBody } from '@countersign/protocol'
import { registerBrowser } from '../../flows/browsers/register-browser.js'
import { appCommand } from '../operation.js'
import { exampleIds } from './examples.js'

export const registerBrowserOperation = appCommand(
  {
    group: 'Challenges',
    access: 'app',
    cors: 'no_page',
    method: 'post',
    path: '/v1/browsers',
    summary: 'Register the browser of a login',
    description:
      'Within 60 seconds of redeeming, with the challenge and the nonce of that session, and what the page signed ([KB3]). One login registers one browser. It is `known` at once when the phone was in the browser’s network or the approval came back by link, else it is `waiting`: no login depends on the difference. The person is told of a new one.',
    answer: {
      status: 200,
      description: 'It is kept.',
      shape: { name: 'BrowserRegistered', schema: browserRegistered },
    },
    codes: [
      'unauthorized',
      'body_invalid',
      'challenge_unknown',
      'challenge_not_approved',
      'challenge_expired',
      'browser_refused',
    ],
    example: {
      body: {
        challengeId: exampleIds.challengeId,
        appNonce: exampleIds.appNonce,
        origin: 'https://wiki.example.org',
        browserId: '3f2a9c1e-5b7d-4e8f-9a0b-1c2d3e4f5a6b',
        publicKey: 'BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
        signature: `${'A'.repeat(85)}A`,
      },
      answer: { state: 'known' },
    },
  },
  { name: 'RegisterBrowser', schema: registerBrowserBody },
  (ports, app, body) => registerBrowser(ports, app, body),
)
