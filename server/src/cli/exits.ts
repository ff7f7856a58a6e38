// The exit codes: few, stable, and the same for every command.

export const exits = {
  ok: { code: 0, sentence: 'it was done' },
  refused: { code: 1, sentence: 'it was understood and refused: the message says why and what to do' },
  usage: { code: 2, sentence: 'the command line is not one that this program knows' },
  configuration: { code: 3, sentence: 'settings are missing or wrong: all of them are listed' },
  unavailable: { code: 4, sentence: 'a file, the database or a server could not be reached' },
} as const

export type ExitName = keyof typeof exits
export type ExitCode = (typeof exits)[ExitName]['code']
