// `countersign account edit`: what is said of an account, and its names.
import type { EditAccountBody } from '@countersign/protocol/admin'
import { editAccount } from '../../flows/admin/accounts.js'
import { operator, reported, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { readOneOf } from '../values.js'

export const accountEdit = defineCommand({
  name: 'account edit',
  sentence: 'change what is said of an account',
  details:
    'What is not named stays. --email replaces all addresses; the former ones are told. An empty text removes: --notes "".',
  arguments: [userIdArgument],
  options: {
    'user-id': { type: 'string', value: 'USER_ID', sentence: 'a new user ID; the old one is free then' },
    'display-name': { type: 'string', value: 'TEXT', sentence: 'the person’s name' },
    email: { type: 'string', value: 'ADDRESS', multiple: true, sentence: 'where notices go; at most two' },
    'no-email': { type: 'boolean', sentence: 'remove all addresses' },
    locale: { type: 'string', value: 'LANGUAGE', sentence: 'of notices: en or de' },
    notes: { type: 'string', value: 'TEXT', sentence: 'for admins to read' },
  },
  examples: [
    'countersign account edit alice --display-name "Alice Doe"',
    'countersign account edit alice --user-id alice@example.org --email alice@example.org',
  ],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const locale =
      options.locale === undefined ? undefined : readOneOf('--locale', options.locale, ['en', 'de'] as const)
    if (locale?.ok === false) return surroundings.report.failed(locale.fault)
    const emails = options['no-email'] ? [] : options.email.length > 0 ? [...options.email] : undefined
    const given: EditAccountBody = {
      ...(options['user-id'] === undefined ? {} : { userId: options['user-id'] }),
      ...(options['display-name'] === undefined ? {} : { displayName: options['display-name'] }),
      ...(emails === undefined ? {} : { emails }),
      ...(locale === undefined ? {} : { locale: locale.value }),
      ...(options.notes === undefined ? {} : { notes: options.notes }),
    }
    return withAccount(surroundings, USER_ID, async (ports, { id, revision }) =>
      reported(
        surroundings,
        USER_ID,
        await editAccount(ports, operator, { id, revision, edit: given }),
        ({ userId }) => `changed ${userId}`,
      ),
    )
  },
})
