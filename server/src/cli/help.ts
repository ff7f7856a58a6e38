// Help on every level, made from the command table: all commands, one group, one command.
import type { Command, Options } from './command.js'
import { exits } from './exits.js'
import { commonOptions } from './parse.js'

/** The help for what was asked: no words for all commands, one for a group, or a whole command. */
export function helpFor(commands: readonly Command[], words: readonly string[]): string {
  const name = words.join(' ')
  const command = commands.find((each) => each.name === name)
  const below = commands.filter((each) => each.name.startsWith(`${name} `))
  if (command === undefined) return words.length === 0 ? overview(commands) : group(name, below)
  return below.length === 0 ? oneCommand(command) : `${oneCommand(command)}\nSee also\n${list(below)}`
}

/** `countersign pair USER_ID [options]`. */
export function usageLine(command: Command): string {
  const words = ['countersign', command.name, ...command.arguments.map(({ name }) => name)]
  return [...words, '[options]'].join(' ')
}

/** `--origin URL`. */
export function optionLabel(name: string, option: Options[string]): string {
  return option.value === undefined ? `--${name}` : `--${name} ${option.value}`
}

function overview(commands: readonly Command[]): string {
  return [
    'countersign: a second factor by push, on your own server\n',
    'Usage: countersign COMMAND [options]\n',
    'Commands',
    list(commands),
    'Begin with',
    '  countersign init',
    '  countersign serve\n',
    'Options of every command',
    table(
      Object.entries(commonOptions).map(([name, option]) => [optionLabel(name, option), option.sentence]),
    ),
    exitCodes(),
    'More about one command: countersign COMMAND --help\n',
  ].join('\n')
}

function group(name: string, commands: readonly Command[]): string {
  return [
    `Usage: countersign ${name} COMMAND [options]\n`,
    'Commands',
    list(commands),
    `More about one command: countersign ${commands[0]?.name ?? name} --help\n`,
  ].join('\n')
}

function oneCommand(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions })
  return [
    `${capital(command.sentence)}.\n`,
    `Usage: ${usageLine(command)}\n`,
    ...(command.details === undefined ? [] : [`${command.details}\n`]),
    ...(command.arguments.length === 0
      ? []
      : ['Arguments', table(command.arguments.map(({ name, sentence }) => [name, sentence]))]),
    'Options',
    table(options.map(([name, option]) => [optionLabel(name, option), option.sentence])),
    'Examples',
    ...command.examples.map((line) => `  ${line}`),
    '',
    exitCodes(),
  ].join('\n')
}

function exitCodes(): string {
  return `Exit codes\n${table(Object.values(exits).map(({ code, sentence }) => [String(code), sentence]))}`
}

function list(commands: readonly Command[]): string {
  return table(commands.map(({ name, sentence }) => [name, sentence]))
}

/** Two columns; each row ends its line. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
