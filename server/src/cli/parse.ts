// Words typed → the command meant with its arguments and options, or what is wrong with them. Decides nothing else.
import { parseArgs } from 'node:util'
import type { Command, Given, Option, Options } from './command.js'

/** Options that every command has. */
export const commonOptions = {
  config: {
    type: 'string',
    value: 'FILE',
    sentence: 'the settings file; default countersign.json of the current folder, where it exists',
  },
  json: { type: 'boolean', sentence: 'print one JSON object instead of text, for an error too' },
  help: { type: 'boolean', sentence: 'explain, and do nothing' },
} as const satisfies Options

export type AnyGiven = Given<Command['arguments'], Options>
type ReadOption = string | boolean | readonly string[] | undefined

export type Parsed =
  | {
      readonly kind: 'run'
      readonly command: Command
      readonly given: AnyGiven
      readonly config: string | undefined
    }
  /** `words` name a command, a group of commands, or nothing. */
  | { readonly kind: 'help'; readonly words: readonly string[] }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'usage'
      readonly sentence: string
      readonly words: readonly string[]
      readonly json: boolean
    }

/** Reads a command line (without the program's name). The longest command that fits is meant. */
export function parse(commands: readonly Command[], argv: readonly string[]): Parsed {
  const words = leadingWords(argv)
  const command = longestMatch(commands, words)
  const json = argv.includes('--json')
  if (command === undefined) return withoutCommand(commands, argv, words, json)

  const named = command.name.split(' ')
  const rest = argv.slice(named.length)
  const usage = (sentence: string): Parsed => ({ kind: 'usage', sentence, words: named, json })
  let read: ReturnType<typeof parseArgs>
  try {
    read = parseArgs({
      args: rest,
      options: optionConfig({ ...command.options, ...commonOptions }),
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    return usage(firstSentence(error))
  }
  if (read.values['help'] === true) return { kind: 'help', words: named }
  const missing = command.arguments[read.positionals.length]
  if (missing !== undefined) return usage(`${missing.name} is missing: ${missing.sentence}`)
  const extra = read.positionals[command.arguments.length]
  if (extra !== undefined) return usage(`"${extra}" is one word too many`)

  const config = read.values['config']
  return {
    kind: 'run',
    command,
    config: typeof config === 'string' ? config : undefined,
    given: {
      arguments: Object.fromEntries(
        command.arguments.map(({ name }, i) => [name, read.positionals[i] ?? '']),
      ),
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, option]) => [
          name,
          optionValue(option, read.values[name]),
        ]),
      ),
      json: read.values['json'] === true,
    },
  }
}

function withoutCommand(
  commands: readonly Command[],
  argv: readonly string[],
  words: readonly string[],
  json: boolean,
): Parsed {
  if (words.length === 0 && argv.includes('--version')) return { kind: 'version' }
  const group = commands.some(({ name }) => name.startsWith(`${words[0]} `)) ? words.slice(0, 1) : []
  if (argv.includes('--help') && group.length === words.length) return { kind: 'help', words: group }
  const unknown = words[group.length]
  if (unknown !== undefined)
    return {
      kind: 'usage',
      sentence: `there is no command "${[...group, unknown].join(' ')}"`,
      words: group,
      json,
    }
  if (argv.length > 0 && group.length === 0)
    return { kind: 'usage', sentence: `"${argv[0]}" is not a command`, words: [], json }
  return { kind: 'help', words: group }
}

function leadingWords(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((word) => word.startsWith('-'))
  return end === -1 ? argv : argv.slice(0, end)
}

function longestMatch(commands: readonly Command[], words: readonly string[]): Command | undefined {
  return commands
    .filter(({ name }) => name.split(' ').every((word, i) => words[i] === word))
    .sort((a, b) => b.name.length - a.name.length)[0]
}

function optionConfig(options: Options): NonNullable<Parameters<typeof parseArgs>[0]>['options'] {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]),
  )
}

function optionValue(option: Option, value: unknown): ReadOption {
  if (option.type === 'boolean') return value === true
  if (Array.isArray(value)) return value.map(String)
  if (option.multiple === true) return []
  return value === undefined ? undefined : String(value)
}

/** Node's message without its second sentence, which explains `--` to programmers. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : 'the options cannot be read'
  return (text.split(/\. |\n/)[0] ?? text).replace(/^./, (letter) => letter.toLowerCase())
}
