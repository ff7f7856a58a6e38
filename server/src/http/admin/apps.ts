// The resource /admin/v1/apps: web apps that may ask, and their looks.
import type { AppId } from '@countersign/protocol'
import {
  addAppBody,
  appAdded,
  appBody,
  appList,
  appStatistics,
  editAppBody,
} from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import { appStatistics as statisticsOf } from '../../flows/admin/app-statistics.js'
import { addAppByAdmin, deleteApp, editApp, listApps, showApp } from '../../flows/admin/apps.js'
import { putAppLogo, removeAppLogo } from '../../flows/admin/logos.js'
import type { Operation } from '../operation.js'
import { exampleApiKey, exampleApp } from './app-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'
import { uploadLogo } from './upload-logo.js'

const group = 'Apps'
const APP = { name: 'App', schema: appBody } as const
/** A day. */
const STATISTICS_HOURS = 24

export const appOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/apps',
      group,
      summary: 'List apps',
      description: 'All of them by name, on one page.',
      answer: { status: 200, description: 'The apps.', shape: { name: 'AppList', schema: appList } },
      codes: [],
      example: { answer: { items: [exampleApp], next: null } },
    },
    undefined,
    async ({ ports, actor }) => {
      const found = await listApps(ports, actor, undefined)
      return found.ok ? accepted({ items: [...found.value], next: null }) : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/apps',
      group,
      summary: 'Register an app',
      description: 'Its API key is told this once: keep it where the app finds it, and nobody else.',
      answer: {
        status: 201,
        description: 'The app, and its key.',
        shape: { name: 'AppAdded', schema: appAdded },
      },
      codes: ['body_invalid'],
      example: {
        body: { name: exampleApp.name, origins: exampleApp.origins },
        answer: { app: exampleApp, apiKey: exampleApiKey },
      },
    },
    { name: 'AddApp', schema: addAppBody },
    ({ ports, actor, body }) => addAppByAdmin(ports, actor, body),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/apps/{id}',
      group,
      summary: 'Show an app',
      description: 'With its keys: when they were made and when they end, never their secrets.',
      answer: { status: 200, description: 'The app.', shape: APP },
      codes: ['not_found'],
      example: { answer: exampleApp },
    },
    undefined,
    ({ ports, actor, params }) => showApp(ports, actor, { appId: pathId<AppId>(params) }),
  ),
  adminOperation(
    {
      method: 'patch',
      path: '/admin/v1/apps/{id}',
      group,
      summary: 'Edit an app',
      description:
        'What is left out stays. The first origin is what the phone shows. A suspended app’s key is refused from this moment. With `mayEnrol` it may make accounts for people of its own, and lead those, and nobody else’s, to their first phone: see `POST /v1/enrolments`.',
      ifMatch: true,
      answer: { status: 200, description: 'The app.', shape: APP },
      codes: ['not_found', 'changed_meanwhile', 'body_invalid'],
      example: { body: { colour: '#0b5c6b' }, answer: { ...exampleApp, colour: '#0b5c6b', revision: 2 } },
    },
    { name: 'EditApp', schema: editAppBody },
    ({ ports, actor, params, revision = 0, body }) =>
      editApp(ports, actor, { appId: pathId<AppId>(params), revision, edit: body }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/apps/{id}',
      group,
      summary: 'Delete an app',
      description: 'For good: its keys end at once, and its name is free.',
      answer: { status: 204, description: 'Deleted.' },
      codes: ['not_found', 'changed_meanwhile'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) => deleteApp(ports, actor, { appId: pathId<AppId>(params) }),
  ),
  uploadLogo(
    {
      path: '/admin/v1/apps/{id}/logo',
      group,
      summary: 'Set an app’s logo',
      description: 'A PNG or WebP of at most 64 kB and 2048 points a side; phones and login pages show it.',
    },
    ({ ports, actor, params }, bytes) => putAppLogo(ports, actor, { appId: pathId<AppId>(params), bytes }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/apps/{id}/logo',
      group,
      summary: 'Remove an app’s logo',
      description: 'To remove none is no fault.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) => removeAppLogo(ports, actor, { appId: pathId<AppId>(params) }),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/apps/{id}/statistics',
      group,
      summary: 'How an app’s requests ended',
      description:
        'Counted when the audit seals them, a second or so after the end. By the hour up to 48 hours, beyond by the day (UTC).',
      query: [
        {
          name: 'hours',
          in: 'query',
          required: false,
          description: `How far back; ${STATISTICS_HOURS} when it is not said.`,
          schema: { type: 'integer', minimum: 1, maximum: 720 },
        },
      ],
      answer: {
        status: 200,
        description: 'Counts by outcome.',
        shape: { name: 'AppStatistics', schema: appStatistics },
      },
      codes: ['not_found'],
      example: {
        answer: {
          fromMs: 1_794_996_000_000,
          stepMs: 3_600_000,
          points: [{ atMs: 1_794_996_000_000, counts: { redeemed: 12, denied: 1 } }],
          totals: { redeemed: 12, denied: 1 },
        },
      },
    },
    undefined,
    ({ ports, actor, params, query }) => {
      const text = query.get('hours') ?? ''
      const hours = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : STATISTICS_HOURS
      return statisticsOf(ports, actor, { appId: pathId<AppId>(params), hours })
    },
  ),
]
