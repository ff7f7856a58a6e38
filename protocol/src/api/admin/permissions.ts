// The names of what an admin may do, and of the roles: tokens, the console and the server mean the same by them.
import * as z from 'zod/mini'

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

export const permissionName = z.enum(permissions)
export const roleName = z.enum(roles)
