// A user as SCIM shows it (RFC 7643 §4.1), with the attributes that are kept and no others.
import type { ShownUser } from '../../flows/admin/scim-users.js'
import { USER } from './schema-uris.js'

/** @param base `https://host/scim/v2`. */
export function userResource(
  { account, groups }: ShownUser,
  base: string,
): Readonly<Record<string, unknown>> {
  const { id, userId, displayName, emails, externalId, locale, revision } = account
  return {
    schemas: [USER],
    id,
    ...(externalId === undefined ? {} : { externalId }),
    userName: userId,
    ...(displayName === '' ? {} : { displayName, name: { formatted: displayName } }),
    active: account.state === 'active',
    preferredLanguage: locale,
    ...(emails.length === 0
      ? {}
      : {
          // The first is where letters go first. What it is to the person, nobody told us.
          emails: emails.map((value, i) => ({
            value,
            type: i === 0 ? 'work' : 'other',
            primary: i === 0,
          })),
        }),
    ...(groups.length === 0
      ? {}
      : {
          groups: groups.map((group) => ({
            value: group.id,
            display: group.name,
            type: 'direct',
            $ref: `${base}/Groups/${group.id}`,
          })),
        }),
    meta: {
      resourceType: 'User',
      created: new Date(account.createdAtMs).toISOString(),
      lastModified: new Date(account.changedAtMs).toISOString(),
      location: `${base}/Users/${id}`,
      version: versionOf(revision),
    },
  }
}

/** RFC 7644 §3.14: an entity tag, weak since equal resources may differ in the order of their values. */
export function versionOf(revision: number): string {
  return `W/"r${revision}"`
}
