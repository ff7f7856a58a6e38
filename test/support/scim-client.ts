// An identity provider as the server sees it: a token, SCIM bodies, and nothing else.
import type { Permission } from '@countersign/protocol/admin'
import { adminToken } from './admin-token.js'
import type { Reply, TestServer } from './test-server.js'

export class ScimClient {
  readonly #server: TestServer
  readonly #token: string

  private constructor(server: TestServer, token: string) {
    this.#server = server
    this.#token = token
  }

  static async of(
    server: TestServer,
    permissions: readonly Permission[] = ['scim:write'],
  ): Promise<ScimClient> {
    return new ScimClient(server, await adminToken(server.ports, permissions))
  }

  /** `path` below /scim/v2. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return this.#server.call(method, `/scim/v2${path}`, {
      apiKey: this.#token,
      ...(body === undefined ? {} : { body }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
    })
  }

  /** Users that a filter finds, by userName. */
  async find(filter: string, collection = 'Users'): Promise<readonly string[]> {
    const reply = await this.call('GET', `/${collection}?filter=${encodeURIComponent(filter)}`)
    if (reply.status !== 200) throw new Error(reply.text)
    return reply.json.Resources.map(
      (each: { userName?: string; displayName?: string }) => each.userName ?? each.displayName,
    )
  }

  async addUser(userName: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
    const reply = await this.call('POST', '/Users', { schemas, userName, ...more })
    if (reply.status !== 201) throw new Error(reply.text)
    return reply.json.id
  }

  async addGroup(displayName: string, members: readonly string[] = []): Promise<string> {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
    const reply = await this.call('POST', '/Groups', {
      schemas,
      displayName,
      members: members.map((value) => ({ value })),
    })
    if (reply.status !== 201) throw new Error(reply.text)
    return reply.json.id
  }

  /** A PATCH with these operations. */
  patch(path: string, operations: readonly unknown[]): Promise<Reply> {
    return this.call('PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: operations,
    })
  }

  /** Ids of the group's members. */
  async members(groupId: string): Promise<readonly string[]> {
    const reply = await this.call('GET', `/Groups/${groupId}`)
    return (reply.json.members ?? []).map((member: { value: string }) => member.value)
  }
}
