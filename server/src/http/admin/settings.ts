// The resources /admin/v1/settings and /admin/v1/keys: what the server was started with, and the keys it signs with.
import type { SettingsInForce, SigningKeysBody } from '@countersign/protocol/admin'
import { rotateKeyBody, settingsInForce, signingKeys } from '@countersign/protocol/admin'
import { listKeys, rotateKey } from '../../flows/admin/keys.js'
import { showSettings } from '../../flows/admin/settings-in-force.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'

const group = 'Settings'
const SERVER_ID = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'

const exampleSettings: SettingsInForce = {
  server: {
    name: 'Example Ltd',
    version: '0.1.0',
    publicUrl: 'https://id.example.org',
    serverId: SERVER_ID,
    startedAtMs: 1_795_000_000_000,
    engine: 'postgres',
    fabric: 'up',
    nodes: 2,
  },
  items: [
    {
      name: 'retention.days',
      environment: 'COUNTERSIGN_RETENTION_DAYS',
      sentence: 'How long finished requests and expired pairing links are kept.',
      value: '30',
      isDefault: true,
      dangerous: false,
    },
  ],
}

const exampleKeys: SigningKeysBody = {
  serverId: SERVER_ID,
  keySetVersion: 3,
  items: [
    {
      id: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f' as SigningKeysBody['items'][number]['id'],
      state: 'signing',
      fingerprint: '9f86d081884c7d65',
      notBeforeMs: 1_794_000_000_000,
      notAfterMs: 1_801_776_000_000,
    },
  ],
  rotatesAtMs: 1_800_566_400_000,
}

export const settingOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/settings',
      group,
      summary: 'Read the configuration',
      description:
        'What the server was started with, each setting with what it decides. Secrets have no value here. They are changed in the file or the environment that the server starts with.',
      answer: {
        status: 200,
        description: 'The settings in force.',
        shape: { name: 'SettingsInForce', schema: settingsInForce },
      },
      codes: [],
      example: { answer: exampleSettings },
    },
    undefined,
    ({ ports, actor }) => showSettings(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/keys',
      group,
      summary: 'List the signing keys',
      description: 'Those that sign challenges, and until when. The server makes the next one by itself.',
      answer: { status: 200, description: 'The keys.', shape: { name: 'SigningKeys', schema: signingKeys } },
      codes: [],
      example: { answer: exampleKeys },
    },
    undefined,
    ({ ports, actor }) => listKeys(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/keys/rotate',
      group,
      summary: 'Rotate the signing key',
      description:
        'Announces the next key now; it signs two hours later, when every server, phone and app has learned it, so nothing is interrupted.',
      answer: { status: 200, description: 'The keys.', shape: { name: 'SigningKeys', schema: signingKeys } },
      codes: ['conflict'],
      example: { body: {}, answer: exampleKeys },
    },
    { name: 'RotateKey', schema: rotateKeyBody },
    ({ ports, actor }) => rotateKey(ports, actor, undefined),
  ),
]
