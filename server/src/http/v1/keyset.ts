// The resource /v1/keyset: the keys this server signs with, signed by its root.
import { signedKeySet } from '@countersign/protocol'
import { openQuery } from '../operation.js'
import { exampleKeySet } from './examples.js'

export const keySetOperation = openQuery(
  {
    method: 'get',
    path: '/v1/keyset',
    group: 'Server',
    access: 'anyone',
    cors: 'anyone',
    summary: 'The signed key set',
    description:
      'Check that the domain-separated SHA-256 of `rootKey` is the server id you pinned, then the signature, then that the version is not lower than the one you have.',
    answer: {
      status: 200,
      description: 'The key set in force.',
      shape: { name: 'SignedKeySet', schema: signedKeySet },
    },
    codes: [],
    example: { answer: exampleKeySet },
  },
  (ports) => ports.vault.keySet(),
)
