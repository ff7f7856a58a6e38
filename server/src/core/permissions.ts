// Who may do what: roles of people, scopes of tokens, and the one function that every action asks.
import type { AccountId } from '@countersign/protocol'
import type { Permission, Role } from '@countersign/protocol/admin'
import { permissions, roles } from '@countersign/protocol/admin'

export type { Permission, Role }
export { permissions, roles }

const reads = permissions.filter((permission) => permission.endsWith(':read'))
/** What could make somebody more than they are stays with the owner: admins, tokens, keys, copies of everything. */
const ownersOnly: readonly Permission[] = [
  'admins:write',
  'tokens:write',
  'keys:write',
  'backup:write',
  'scim:write',
]

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions.filter((permission) => !ownersOnly.includes(permission)),
  help_desk: [
    'overview:read',
    'accounts:read',
    'accounts:pair',
    'accounts:bypass',
    'onboarding:read',
    'groups:read',
    'policies:read',
    // To name the app that a caller cannot get into, and to ask what its policies say.
    'apps:read',
  ],
  auditor: reads,
}

/** Who acts. Made at the edge from a session, a token or the command line; everything after it asks `mayAct`. */
export type Actor =
  | {
      readonly kind: 'admin'
      readonly accountId: AccountId
      readonly userId: string
      readonly role: Role
      /** Until when an approval of their phone counts as fresh in this session. */
      readonly freshUntilMs: number
    }
  | {
      readonly kind: 'token'
      readonly tokenId: string
      readonly name: string
      readonly permissions: readonly Permission[]
    }
  /** A person about their own account, signed in at /me or by an invitation. */
  | { readonly kind: 'person'; readonly accountId: AccountId; readonly userId: string }
  /** Whoever may run commands on the server's own machine has its database and keys anyway. */
  | { readonly kind: 'operator' }
  /** The server itself: time, sweeps, jobs. */
  | { readonly kind: 'server' }

/** Closed by default: a person has no permission here, whatever their account. */
export function mayAct(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'admin':
      return permissionsOf[actor.role].includes(permission)
    case 'token':
      return actor.permissions.includes(permission)
    case 'operator':
    case 'server':
      return true
    case 'person':
      return false
    default:
      return unknownActor(actor)
  }
}

/** Roles that hold nothing the actor does not hold. */
export function rolesUnder(actor: Actor): readonly Role[] {
  return roles.filter((role) => permissionsOf[role].every((permission) => mayAct(actor, permission)))
}

/** As the audit writes it: `admin:<account id>`, `token:<id>`, `person:<account id>`, `operator`, `server`. */
export function actorText(actor: Actor): string {
  switch (actor.kind) {
    case 'admin':
    case 'person':
      return `${actor.kind}:${actor.accountId}`
    case 'token':
      return `token:${actor.tokenId}`
    case 'operator':
    case 'server':
      return actor.kind
    default:
      return unknownActor(actor)
  }
}

function unknownActor(actor: never): never {
  throw new Error('an actor of no kind', { cause: actor })
}
