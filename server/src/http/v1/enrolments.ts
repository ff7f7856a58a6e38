// The resource /v1/enrolments: an app makes an ID for somebody of its own, and leads them to their first phone.
import { enrolBody, enrolmentBegun } from '@countersign/protocol'
import { enrolPerson } from '../../flows/enrol-person.js'
import { appCommand } from '../operation.js'
import { exampleIds, exampleStatus } from './examples.js'

export const enrolOperation = appCommand(
  {
    method: 'post',
    path: '/v1/enrolments',
    group: 'Enrolments',
    access: 'app',
    cors: 'no_page',
    summary: 'Enrol somebody who has no ID',
    description:
      'For an app that an admin lets enrol, and a user who has passed its first factor. Makes the account, if nobody has that ID, and answers with a link to the server’s set-up page: backup codes, a phone, back to `returnTo`. Send the browser there, and nobody else. Until it is done the same call gives a new link and ends the one before; from then on, and as soon as an admin has done anything with the account, the ID is taken for this call. An ID that anybody else made is taken whatever is the matter with it: nothing here binds a phone to an account that your app did not make. Counted by the hour, also when it is refused.',
    answer: {
      status: 201,
      description: 'The link, for one browser.',
      shape: { name: 'EnrolmentBegun', schema: enrolmentBegun },
    },
    codes: ['unauthorized', 'body_invalid', 'enrolment_not_allowed', 'user_id_taken', 'too_many_requests'],
    example: {
      body: {
        userId: 'anna@cloud.example.org',
        displayName: 'Anna Meier',
        language: 'de',
        context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
        returnTo: 'https://cloud.example.org/login/challenge/countersign',
      },
      answer: {
        link: `https://id.example.org/set-up/#${exampleIds.watchToken}`,
        expiresAtMs: exampleStatus.nowMs + 1_800_000,
      },
    },
  },
  { name: 'Enrol', schema: enrolBody },
  (ports, app, body) => enrolPerson(ports, app, body),
)
