// Asks the PHP of the Nextcloud app and our own TypeScript the same questions, so that their answers can be compared.
import { spawnSync } from 'node:child_process'
import type { SignedKeySet } from '@countersign/protocol'
import type { Expected } from '@countersign/web-plugin/verify'
import { verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { APP_FOLDER } from '../nextcloud/php-tools.js'

/** One login to be judged. */
export interface Case {
  readonly keySet: SignedKeySet
  readonly serverId: string
  readonly assertion: string
  readonly expected: Expected
  readonly nowMs: number
}

/** A question of web-plugin/nextcloud/tests/verdicts.php. */
export type Question = { readonly ask: string } & Readonly<Record<string, unknown>>

/** The answers of PHP, in one process for all questions. */
export function askPhp(questions: readonly Question[]): readonly unknown[] {
  const { status, stdout, stderr } = spawnSync('php', ['tests/verdicts.php'], {
    cwd: APP_FOLDER,
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const answers = stdout.split('\n').slice(0, -1)
  if (status !== 0 || stderr !== '' || answers.length !== questions.length)
    throw new Error(`PHP gave ${answers.length} answers to ${questions.length} questions: ${stderr}`)
  return answers.map((line) => JSON.parse(line) as unknown)
}

export function phpVerdicts(cases: readonly Case[]): readonly unknown[] {
  return askPhp(cases.map((one) => ({ ask: 'assertion', ...one })))
}

/** What TypeScript says of it, without the raw key, which PHP does not hand out. */
export function ourVerdict({
  keySet,
  serverId,
  assertion,
  expected,
  nowMs,
}: Case): Readonly<Record<string, unknown>> {
  const set = verifyKeySet(keySet, serverId)
  if (!set.ok) return { ...set }
  const verdict = verifyAssertion({ assertion, keySet: set.keySet, expected, nowMs })
  if (!verdict.ok) return { ...verdict }
  // Nextcloud does not ask whether a browser is known.
  const { deviceKey, isBrowserKnown, ...verified } = verdict
  return verified
}
