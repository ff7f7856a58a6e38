// An API token for tests of the admin API: made as `countersign token add` makes it, with all permissions or the given ones.
import type { Permission } from '@countersign/protocol/admin'
import { permissions as allPermissions } from '@countersign/protocol/admin'
import type { Ports } from '@countersign/server/core/ports'
import { addToken } from '@countersign/server/flows/admin/tokens'
import type { Reply, TestServer } from './test-server.js'

const DAY_MS = 86_400_000

/** `cst_…`, good for a day; goes into `Authorization: Bearer`. */
export async function adminToken(
  ports: Ports,
  permissions: readonly Permission[] = allPermissions,
): Promise<string> {
  const added = await addToken(
    ports,
    { kind: 'operator' },
    { name: 'test', permissions, expiresAtMs: ports.clock.nowMs() + DAY_MS },
  )
  if (!added.ok) throw new Error(`refused: ${JSON.stringify(added.refusal)}`)
  return added.value.secret
}

/** A caller of the admin API with such a token: `const admin = await adminOf(server)`, then `admin('GET', '/admin/v1/tokens')`. */
export async function adminOf(
  server: TestServer,
  permissions?: readonly Permission[],
): Promise<(method: string, path: string, request?: Parameters<TestServer['call']>[2]) => Promise<Reply>> {
  const apiKey = await adminToken(server.ports, permissions)
  return (method, path, request) => server.call(method, path, { apiKey, ...request })
}
