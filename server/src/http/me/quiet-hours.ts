// The resource of /me/v1 about quiet hours.
import { myQuietHours } from '@countersign/protocol/me'
import { changeMyQuietHours, myQuietHours as showQuietHours } from '../../flows/me/quiet-hours.js'
import type { Operation } from '../operation.js'
import { meOperation } from './operation.js'

const example = {
  hours: {
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const,
    from: '22:00',
    to: '07:00',
    timeZone: 'Europe/Berlin',
  },
}
const shape = { name: 'MyQuietHours', schema: myQuietHours }

export const quietHoursOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/quiet-hours',
      summary: 'When nothing rings',
      description:
        'The hours in which requests wait in silence until one opens the app; null: there are none.',
      answer: { status: 200, description: 'The hours.', shape },
      codes: [],
      example: { answer: example },
    },
    undefined,
    ({ ports, session }) => showQuietHours(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'put',
      path: '/me/v1/quiet-hours',
      summary: 'Change when nothing rings',
      description:
        'At most twelve hours, by the clock on the wall of the time zone. Every change is told on all phones and by mail. Requests still wait in the app, and still count.',
      answer: { status: 200, description: 'As they are now.', shape },
      codes: ['body_invalid', 'forbidden', 'too_many_requests'],
      example: { body: example, answer: example },
    },
    shape,
    ({ ports, session, body }) => changeMyQuietHours(ports, session, body),
  ),
]
