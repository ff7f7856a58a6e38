// A group as SCIM shows it (RFC 7643 §4.2).
import type { ShownGroup } from '../../flows/admin/scim-groups.js'
import { GROUP } from './schema-uris.js'
import { versionOf } from './user-resource.js'

/** @param base `https://host/scim/v2`. */
export function groupResource(
  { group, members }: ShownGroup,
  base: string,
): Readonly<Record<string, unknown>> {
  const { id, name, externalId } = group
  return {
    schemas: [GROUP],
    id,
    ...(externalId === undefined ? {} : { externalId }),
    displayName: name,
    ...(members === undefined
      ? {}
      : {
          members: members.map(({ accountId, userId }) => ({
            value: accountId,
            display: userId,
            type: 'User',
            $ref: `${base}/Users/${accountId}`,
          })),
        }),
    meta: {
      resourceType: 'Group',
      created: new Date(group.createdAtMs).toISOString(),
      lastModified: new Date(group.changedAtMs).toISOString(),
      location: `${base}/Groups/${id}`,
      version: versionOf(group.revision),
    },
  }
}
