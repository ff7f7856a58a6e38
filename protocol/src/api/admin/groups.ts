// HTTP bodies of /admin/v1/groups: groups of accounts, and who is in them.
import * as z from 'zod/mini'
import { idText, signableText, timeMs, userIdText } from '../values.js'
import { accountStates, groupIdText } from './accounts.js'
import { pageOf } from './page.js'

export const GROUP_NAME_MAX_BYTES = 128
/** Accounts added or removed by one call: a page of a list. */
export const MEMBERS_PER_CALL_MAX = 200

const groupName = signableText(GROUP_NAME_MAX_BYTES, 1).check(z.regex(/^\S(?:.*\S)?$/))
const description = signableText(500)
const externalId = z.string().check(z.minLength(1), z.maxLength(255))

/** One line of GET /admin/v1/groups?q=&cursor=&limit=, by name; and the answer to every change of a group. */
export const groupRow = z.strictObject({
  id: groupIdText,
  name: z.string(),
  description: z.string(),
  members: z.int(),
  /** The identity provider's own id. */
  externalId: z.nullable(z.string()),
  createdAtMs: timeMs,
  changedAtMs: timeMs,
  revision: z.int(),
})
export type GroupRow = z.infer<typeof groupRow>
export const groupList = pageOf(groupRow)
export type GroupList = z.infer<typeof groupList>

/** POST /admin/v1/groups. */
export const addGroupBody = z.strictObject({
  name: groupName,
  description: z.optional(description),
  externalId: z.optional(externalId),
})
export type AddGroupBody = z.infer<typeof addGroupBody>
/** PATCH /admin/v1/groups/{id} with `If-Match`. */
export const editGroupBody = z.strictObject({
  name: z.optional(groupName),
  description: z.optional(description),
  externalId: z.optional(z.nullable(externalId)),
})
export type EditGroupBody = z.infer<typeof editGroupBody>

/** One line of GET /admin/v1/groups/{id}/members?cursor=&limit=, by user ID. */
export const memberRow = z.strictObject({
  id: idText<'AccountId'>(),
  userId: userIdText,
  displayName: z.string(),
  state: z.enum(accountStates),
  activeDevices: z.int(),
})
export type MemberRow = z.infer<typeof memberRow>
export const memberList = pageOf(memberRow)
export type MemberList = z.infer<typeof memberList>

const accountIds = z.array(idText<'AccountId'>()).check(z.maxLength(MEMBERS_PER_CALL_MAX))
/** POST /admin/v1/groups/{id}/members: adding who is in, or removing who is not, is no fault. The answer is the group. */
export const changeMembersBody = z.strictObject({
  add: z.optional(accountIds),
  remove: z.optional(accountIds),
})
export type ChangeMembersBody = z.infer<typeof changeMembersBody>
