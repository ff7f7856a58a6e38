// `countersign account alias add` and `… remove`: other names that log in.
import { normaliseUserId } from '@countersign/protocol'
import { editAccount } from '../../flows/admin/accounts.js'
import { operator, reported, userIdArgument, withAccount } from '../accounts.js'
import type { Command } from '../command.js'
import { defineCommand } from '../command.js'

export const accountAliasAdd: Command = aliasCommand(
  'add',
  'let another name log in to an account',
  (names, name) => [...names, name],
)

export const accountAliasRemove: Command = aliasCommand(
  'remove',
  'take a name away from an account',
  (names, name) => names.filter((each) => each !== normaliseUserId(name)),
)

function aliasCommand(
  word: 'add' | 'remove',
  sentence: string,
  change: (names: readonly string[], name: string) => readonly string[],
): Command {
  return defineCommand({
    name: `account alias ${word}`,
    sentence,
    arguments: [userIdArgument, { name: 'NAME', sentence: 'the other name, e.g. ada' }],
    options: {},
    examples: [`countersign account alias ${word} ada@example.org ada`],
    run: ({ arguments: { USER_ID, NAME } }, surroundings) =>
      withAccount(surroundings, USER_ID, async (ports, { id, revision, aliases }) =>
        reported(
          surroundings,
          USER_ID,
          await editAccount(ports, operator, { id, revision, edit: { aliases: [...change(aliases, NAME)] } }),
          (account) =>
            account.aliases.length === 0
              ? `${account.userId} has no other name`
              : `${account.userId} also logs in as ${account.aliases.join(', ')}`,
        ),
      ),
  })
}
