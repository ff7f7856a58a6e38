// The page of the command line, from the command table in server/src/cli/index.ts.

import { exits } from '@countersign/server/cli/exits'
import { optionLabel, usageLine } from '@countersign/server/cli/help'
import { commands } from '@countersign/server/cli/index'
import { commonOptions } from '@countersign/server/cli/parse'
import { block, code, sentence, table } from './markdown.js'

export function cliPage(): string {
  const exitRows = Object.values(exits).map(({ code: number, sentence: text }) => [
    String(number),
    sentence(text),
  ])
  return `# Command line

${block('sh', 'countersign COMMAND [options]')}
Every command explains itself with \`--help\`, and prints one JSON object with \`--json\`. Where something goes wrong the message says what
to do next; with \`--json\` it is \`{ "error": { "code", "sentence", "next" } }\` on the standard output.

## Exit codes

${table(['code', 'meaning'], exitRows)}
## Options of every command

${optionTable(commonOptions)}
${commands.map(commandText).join('\n')}`
}

function commandText(command: (typeof commands)[number]): string {
  const parts = [
    `## countersign ${command.name}\n`,
    `${sentence(command.sentence)}\n`,
    block('sh', usageLine(command)),
  ]
  if (command.details !== undefined) parts.push(`${paragraphs(command.details)}\n`)
  if (command.arguments.length > 0)
    parts.push(
      table(
        ['argument', 'meaning'],
        command.arguments.map((each) => [code(each.name), sentence(each.sentence)]),
      ),
    )
  if (Object.keys(command.options).length > 0) parts.push(optionTable(command.options))
  parts.push(block('sh', command.examples.join('\n')))
  return parts.join('\n')
}

/** Lines that are set in hold what a program reads: they stay as they are. */
function paragraphs(details: string): string {
  return details
    .split('\n')
    .map((line) => (line.startsWith('  ') ? `    ${line.trim()}` : line))
    .reduce((text, line) => `${text}${line.startsWith('    ') ? '\n\n' : '\n'}${line}`)
}

function optionTable(options: (typeof commands)[number]['options']): string {
  return table(
    ['option', 'meaning'],
    Object.entries(options).map(([name, option]) => [
      code(optionLabel(name, option)),
      sentence(option.sentence),
    ]),
  )
}
