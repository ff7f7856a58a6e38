// The resource /v1/server: who this server is.
import { SOCKET_PROTOCOL, serverInfo, toBase64Url } from '@countersign/protocol'
import type { Operation } from '../operation.js'
import { openQuery } from '../operation.js'
import { exampleIds } from './examples.js'

export function serverOperation(version: string): Operation {
  return openQuery(
    {
      method: 'get',
      path: '/v1/server',
      group: 'Server',
      access: 'anyone',
      cors: 'anyone',
      summary: 'Who this server is',
      description: 'Its id, name, version and clock. The id is a claim until the key set proves it.',
      answer: {
        status: 200,
        description: 'The server.',
        shape: { name: 'ServerInfo', schema: serverInfo },
      },
      codes: [],
      example: {
        answer: {
          serverId: exampleIds.serverId,
          name: 'ACME',
          version: '0.1.0',
          protocols: [SOCKET_PROTOCOL],
          nowMs: 1_795_000_000_000,
        },
      },
    },
    (ports) => ({
      serverId: toBase64Url(ports.vault.serverId),
      name: ports.settings.serverName,
      version,
      protocols: [SOCKET_PROTOCOL],
      nowMs: ports.clock.nowMs(),
    }),
  )
}
