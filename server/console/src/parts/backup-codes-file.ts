// A set of backup codes as plain text, for a file or the clipboard: the same words as on the printed sheet.
import { formatBackupCode, readCode } from '@countersign/protocol'

export interface BackupCodesOnPaper {
  /** With or without separators. */
  readonly codes: readonly string[]
  readonly userId: string
  /** Its name, and where it is. */
  readonly server: string
  /** In the person's own way of writing dates. */
  readonly made: string
}

interface PaperWords {
  readonly paperTitle: string
  readonly account: string
  readonly server: string
  readonly made: string
  readonly use: string
}

/** In groups of four, as they are printed and typed. */
export const shownCodes = (codes: readonly string[]): readonly string[] =>
  codes.map((code) => formatBackupCode(readCode(code)?.code ?? code))

export function backupCodesFile(paper: BackupCodesOnPaper, text: PaperWords): string {
  const facts = [
    [text.account, paper.userId],
    [text.server, paper.server],
    [text.made, paper.made],
  ].map((fact) => fact.join(': '))
  const lines = [text.paperTitle, '', ...facts, '', ...shownCodes(paper.codes), '', text.use]
  // CRLF: the plainest editors of every system show it in lines.
  return lines.map((line) => `${line}\r\n`).join('')
}
