// `countersign totp add|list|remove`: codes from an app, for somebody who sits at this terminal or on the telephone with you.
import type { AccountBody, TotpBody } from '@countersign/protocol/admin'
import { totpName } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import { showAccountCodes } from '../../flows/admin/account-codes.js'
import { beginTotpByAdmin, confirmTotpByAdmin, removeTotpByAdmin } from '../../flows/admin/totps.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import type { Surroundings } from '../command.js'
import { defineCommand } from '../command.js'
import type { ExitCode } from '../exits.js'
import { qrText } from '../qr-text.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'

/** A person who mistypes three times has scanned something else. */
const TRIES_MAX = 3

export const totpAdd = defineCommand({
  name: 'totp add',
  sentence: 'set up codes from an app for a user ID: show a QR code, confirm with the first code',
  details:
    'The QR code holds the secret and is shown this once. Show it to the person only: whoever has it makes the same codes.\n' +
    'Nothing counts before the first code that the app shows is typed here; Enter alone withdraws it. The person is told.\n' +
    'With --json each step is one JSON line, and the code is read as a line from the standard input.',
  arguments: [userIdArgument],
  options: {
    name: { type: 'string', value: 'NAME', sentence: 'what the person calls the app; default "App"' },
  },
  examples: ['countersign totp add alice --name Aegis', 'countersign totp add alice --json'],
  run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const name = totpName.safeParse(options.name ?? 'App')
    if (!name.success)
      return Promise.resolve(
        report.failed({
          exit: 'usage',
          code: 'text_invalid',
          sentence: '--name: a name of 1 to 64 bytes without control characters expected',
          next: 'countersign totp add --help',
        }),
      )
    return withAccount(surroundings, USER_ID, (ports, account) =>
      add(ports, account, name.data, surroundings),
    )
  },
})

export const totpList = defineCommand({
  name: 'totp list',
  sentence: 'list the apps and phones that make codes for a user ID',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign totp list alice', 'countersign totp list alice --json'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const codes = await showAccountCodes(ports, operator, { accountId })
      if (!codes.ok) return report.failed(faultOf(codes.refusal, USER_ID))
      const { totps } = codes.value
      return report.done({ userId, totps }, totpTable(totps))
    })
  },
})

export const totpRemove = defineCommand({
  name: 'totp remove',
  sentence: 'remove an app, or the offline code of a phone: its codes count no more',
  details: 'The person is told. A phone stays paired; it forgets its code when it connects again.',
  arguments: [userIdArgument, { name: 'TOTP_ID', sentence: 'as in countersign totp list' }],
  options: {},
  examples: ['countersign totp remove alice 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  run({ arguments: { USER_ID, TOTP_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const removed = await removeTotpByAdmin(ports, operator, { accountId, id: TOTP_ID })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, TOTP_ID))
      return report.done(
        { userId, removed: TOTP_ID },
        `removed: its codes let nobody in as ${userId} any more`,
      )
    })
  },
})

async function add(
  ports: Ports,
  { id: accountId, userId }: AccountBody,
  name: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { io, report } = surroundings
  const begun = await beginTotpByAdmin(ports, operator, { accountId, name })
  if (!begun.ok) return report.failed(faultOf(begun.refusal, userId))
  const { id, link, secret, expiresAtMs } = begun.value
  report.event(
    { event: 'begun', userId, id, link, secret, expiresAtMs },
    `Codes from an app for ${userId}: scan this with the app, or type the key into it.\n\n${await qrText(link, io.interactive)}\n  key  ${secret}\n`,
  )
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    report.note(
      `Type the code that the app shows, until ${when(expiresAtMs)}, or press Enter alone to withdraw it:`,
    )
    const line = await io.readLine()
    if (line === undefined || line.trim() === '') break
    const confirmed = await confirmTotpByAdmin(ports, operator, { accountId, id, code: line })
    if (confirmed.ok)
      return report.done(
        { event: 'confirmed', totp: confirmed.value },
        `Set up: codes from "${name}" let ${userId} in where the policies allow it.`,
      )
    if (confirmed.refusal.reason !== 'code_refused') return report.failed(faultOf(confirmed.refusal, id))
    report.note('This is not the code of now: is the clock of the phone right?')
  }
  await removeTotpByAdmin(ports, operator, { accountId, id })
  return report.failed({
    exit: 'refused',
    code: 'totp_withdrawn',
    sentence: 'the set-up was withdrawn: the secret that was shown counts for nothing',
    next: `begin again: countersign totp add ${userId}`,
  })
}

function totpTable(totps: readonly TotpBody[]): string {
  if (totps.length === 0) return 'no apps with codes'
  return columns(
    ['TOTP ID', 'NAME', 'OF', 'CODES', 'SET UP', 'LAST USED'],
    totps.map(({ id, name, deviceId, algorithm, digits, createdAtMs, lastUsedAtMs }) => [
      id,
      name,
      deviceId === null ? 'an app' : 'a phone',
      `${digits} digits, ${algorithm === 'SHA1' ? 'SHA-1' : 'SHA-256'}`,
      when(createdAtMs),
      lastUsedAtMs === null ? 'never' : when(lastUsedAtMs),
    ]),
  )
}
