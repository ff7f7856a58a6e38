// What a command is: data that the parser, the help and the reference page read, and the one function that does it.
import type { ExitCode } from './exits.js'
import type { Io } from './io.js'
import type { Report } from './report.js'

export interface Argument {
  /** As shown in the help, e.g. `USER_ID`. */
  readonly name: string
  readonly sentence: string
}

export interface Option {
  readonly type: 'string' | 'boolean'
  /** What stands for the value in the help, e.g. `URL`; only for type `string`. */
  readonly value?: string
  /** May be given several times. */
  readonly multiple?: true
  readonly sentence: string
}

export type Options = Readonly<Record<string, Option>>

/** What a person typed, checked against the command's arguments and options. */
export interface Given<A extends readonly Argument[], O extends Options> {
  readonly arguments: { readonly [N in A[number]['name']]: string }
  readonly options: { readonly [N in keyof O]: ValueOf<O[N]> }
  readonly json: boolean
}

type ValueOf<O extends Option> = Option extends O
  ? string | boolean | readonly string[] | undefined
  : O['type'] extends 'boolean'
    ? boolean
    : O extends { multiple: true }
      ? readonly string[]
      : string | undefined

/** What a command is given to work with. */
export interface Surroundings {
  /** What `--config` named. */
  readonly configFile: string | undefined
  readonly io: Io
  readonly report: Report
}

export interface Command<A extends readonly Argument[] = readonly Argument[], O extends Options = Options> {
  /** The words after `countersign`: `account add`. */
  readonly name: string
  /** What it does, in one sentence. */
  readonly sentence: string
  /** What a person should know beyond that, in plain paragraphs. */
  readonly details?: string
  /** All are required. */
  readonly arguments: A
  readonly options: O
  /** Whole lines as typed, without the prompt. */
  readonly examples: readonly string[]
  run(given: Given<A, O>, surroundings: Surroundings): Promise<ExitCode>
}

/** Ties the types of `run` to the arguments and options above it. */
export function defineCommand<const A extends readonly Argument[], const O extends Options>(
  command: Command<A, O>,
): Command {
  // Sound: the parser builds `Given` from this very command's arguments and options (parse.ts).
  return command as unknown as Command
}
