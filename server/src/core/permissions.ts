// Who may do what: roles of people, scopes of tokens, and the one function that every action asks.
import type { AccountId } from '@countersign/protocol'

/** Each is a thing an admin may do; what only reads ends in `:read`. Stable names: API tokens are given them. */
export const permissions = [
  'overview:read',
  'accounts:read',
  'accounts:write',
  /** Pair a phone, remove one, unlock. */
  'accounts:pair',
  /** Let an account in without its phone for a time. */
  'accounts:bypass',
  'onboarding:read',
  'onboarding:write',
  'groups:read',
  'groups:write',
  'policies:read',
  'policies:write',
  'apps:read',
  'apps:write',
  'branding:write',
  'audit:read',
  'settings:read',
  'settings:write',
  'keys:write',
  'backup:write',
  'admins:read',
  'admins:write',
  'tokens:read',
  'tokens:write',
  /** The whole of SCIM: an identity provider's token has this one alone. */
  'scim:write',
] as const
export type Permission = (typeof permissions)[number]

export const roles = ['owner', 'admin', 'help_desk', 'auditor'] as const
export type Role = (typeof roles)[number]

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
  ],
  auditor: reads,
}

/** Who acts. Made at the edge from a session, a token or the command line; everything after it asks `mayAct`. */
export type Actor =
  | { readonly kind: 'admin'; readonly accountId: AccountId; readonly userId: string; readonly role: Role }
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
