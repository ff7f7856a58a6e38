// The resource /admin/v1/groups: groups of accounts, and who is in them.
import type { GroupRow } from '@countersign/protocol/admin'
import {
  addGroupBody,
  changeMembersBody,
  editGroupBody,
  groupList,
  groupRow,
  memberList,
} from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import {
  addGroup,
  changeMembers,
  deleteGroup,
  editGroup,
  listGroups,
  listMembers,
  showGroup,
} from '../../flows/admin/groups.js'
import type { Operation } from '../operation.js'
import { exampleRow } from './account-examples.js'
import { adminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'
import { pathId } from './path-id.js'

const group = 'Groups'
const GROUP = { name: 'Group', schema: groupRow } as const

const exampleGroup: GroupRow = {
  id: '019aa5bf-0c1d-7e2f-8a3b-4c5d6e7f8091',
  name: 'Engineering',
  description: 'Everybody with access to the source',
  members: 42,
  externalId: null,
  createdAtMs: 1_795_000_000_000,
  changedAtMs: 1_795_000_000_000,
  revision: 1,
}
const { id, userId, displayName, state, activeDevices } = exampleRow

export const groupOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/groups',
      group,
      summary: 'List groups',
      description: 'By name, with how many are in each.',
      query: [
        {
          name: 'q',
          in: 'query',
          required: false,
          description: 'A part of the name, whatever the case.',
          schema: { type: 'string' },
        },
        ...pageParameters,
      ],
      answer: {
        status: 200,
        description: 'A page of groups.',
        shape: { name: 'GroupList', schema: groupList },
      },
      codes: [],
      example: { answer: { items: [exampleGroup], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const asked = { part: query.get('q') ?? '', afterName: cursorIn(query), limit: limit + 1 }
      const found = await listGroups(ports, actor, asked)
      return found.ok
        ? accepted(
            pageFrom(
              found.value,
              limit,
              ({ name }) => name,
              (row) => row,
            ),
          )
        : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/groups',
      group,
      summary: 'Add a group',
      description: 'Empty. Names that differ in case alone are one name.',
      answer: { status: 201, description: 'The group.', shape: GROUP },
      codes: ['body_invalid', 'conflict'],
      example: {
        body: { name: exampleGroup.name, description: exampleGroup.description },
        answer: { ...exampleGroup, members: 0 },
      },
    },
    { name: 'AddGroup', schema: addGroupBody },
    ({ ports, actor, body }) => addGroup(ports, actor, body),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/groups/{id}',
      group,
      summary: 'Show a group',
      description: 'Who is in it is a list of its own.',
      answer: { status: 200, description: 'The group.', shape: GROUP },
      codes: ['not_found'],
      example: { answer: exampleGroup },
    },
    undefined,
    ({ ports, actor, params }) => showGroup(ports, actor, { id: pathId(params) }),
  ),
  adminOperation(
    {
      method: 'patch',
      path: '/admin/v1/groups/{id}',
      group,
      summary: 'Edit a group',
      description: 'What is left out stays as it is.',
      ifMatch: true,
      answer: { status: 200, description: 'The group.', shape: GROUP },
      codes: ['not_found', 'changed_meanwhile', 'body_invalid', 'conflict'],
      example: {
        body: { name: 'Research' },
        answer: { ...exampleGroup, name: 'Research', revision: 2 },
      },
    },
    { name: 'EditGroup', schema: editGroupBody },
    ({ ports, actor, params, revision = 0, body }) =>
      editGroup(ports, actor, { id: pathId(params), revision, edit: body }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/groups/{id}',
      group,
      summary: 'Delete a group',
      description: 'Its accounts stay. A policy that names it applies to nobody by it any more.',
      answer: { status: 204, description: 'Deleted.' },
      codes: ['not_found'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) => deleteGroup(ports, actor, { id: pathId(params) }),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/groups/{id}/members',
      group,
      summary: 'Who is in a group',
      description: 'By user ID.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of accounts.',
        shape: { name: 'MemberList', schema: memberList },
      },
      codes: ['not_found'],
      example: { answer: { items: [{ id, userId, displayName, state, activeDevices }], next: null } },
    },
    undefined,
    async ({ ports, actor, params, query }) => {
      const limit = limitIn(query)
      const asked = { id: pathId(params), afterUserId: cursorIn(query), limit: limit + 1 }
      const found = await listMembers(ports, actor, asked)
      return found.ok
        ? accepted(
            pageFrom(
              found.value,
              limit,
              (row) => row.userId,
              (row) => row,
            ),
          )
        : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/groups/{id}/members',
      group,
      summary: 'Add and remove members',
      description:
        'All of them or none, at most 200 each. To add who is in it, or to remove who is not, is no fault.',
      answer: { status: 200, description: 'The group.', shape: GROUP },
      codes: ['not_found', 'body_invalid'],
      example: { body: { add: [id] }, answer: exampleGroup },
    },
    { name: 'ChangeMembers', schema: changeMembersBody },
    ({ ports, actor, params, body }) => changeMembers(ports, actor, { id: pathId(params), ...body }),
  ),
]
