// oathtool (OATH Toolkit): an independent client of time-based codes. Where it is missing its tests say so; under CI that is a failure.
import { execFileSync, spawnSync } from 'node:child_process'

const isHere = spawnSync('oathtool', ['--version']).status === 0
if (!isHere) console.error('TESTS NOT RUN: the stranger’s codes need oathtool (Debian package oathtool)')

/** Options of a test that needs it. */
export const toolsHere = {
  skip: isHere || process.env['CI'] !== undefined ? false : 'oathtool is not installed',
}

/** The code of a secret as a person types it in: base 32, in groups or not. */
export function oathtool(
  secret: string,
  { algorithm, digits }: { readonly algorithm: 'SHA1' | 'SHA256'; readonly digits: number },
  atMs: number,
): string {
  const now = new Date(atMs).toISOString().replace('T', ' ').replace(/\..*/, ' UTC')
  const given = [`--totp=${algorithm}`, '--base32', `--digits=${digits}`, `--now=${now}`, '-']
  // By the standard input, as a careful person gives it.
  return execFileSync('oathtool', given, { input: `${secret}\n`, encoding: 'utf8' }).trim()
}
