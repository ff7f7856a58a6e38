// `countersign pair`: makes a pairing link, shows it as a QR code, waits for the phone and has the person confirm its digits.

import { setTimeout as delay } from 'node:timers/promises'
import type { TicketId } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../../flows/confirm-pairing.js'
import { createTicket } from '../../flows/create-ticket.js'
import type { Surroundings } from '../command.js'
import { defineCommand } from '../command.js'
import type { ExitCode } from '../exits.js'
import { qrText } from '../qr-text.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { readConfirmation } from '../values.js'
import { deviceView } from '../views.js'

/** Quick enough to feel at once, slow enough to cost the database nothing. */
const POLL_MS = 500
/** A person who misreads three times is looking at another phone. */
const TRIES_MAX = 3

export const pair = defineCommand({
  name: 'pair',
  sentence: 'pair a phone with a user ID: show a QR code, wait, confirm',
  details:
    'The link works once and for ten minutes. Show it to the person only; whoever has it can offer a phone of their own.\n' +
    'The phone then shows six digits; typing them here proves that the right phone was paired. Until then it may do nothing.\n' +
    'With --json each step is one JSON line, and the six digits are read as a line from the standard input.',
  arguments: [{ name: 'USER_ID', sentence: 'as in countersign account list' }],
  options: {
    'no-wait': {
      type: 'boolean',
      sentence: 'print the link and end; confirm later with countersign pair confirm',
    },
  },
  examples: ['countersign pair alice', 'countersign pair alice --no-wait --json'],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const created = await createTicket(ports, USER_ID)
      if (!created.ok) return report.failed(faultOf(created.refusal, USER_ID))
      const { ticketId, link, expiresAtMs } = created.value
      const shown = { userId: USER_ID, ticketId, link, expiresAtMs }
      const text = `Pair a phone with ${USER_ID}: scan this with it, or open the link on it.\n\n${await qrText(link, surroundings.io.interactive)}\n${link}\n`
      if (options['no-wait']) {
        report.note(`it works once, until ${when(expiresAtMs)}; then: countersign pair status ${ticketId}`)
        return report.done(shown, text)
      }
      report.event({ event: 'ticket', ...shown }, text)
      report.note(
        `Waiting for the phone; the link works once, until ${when(expiresAtMs)}. Ctrl-C withdraws it.`,
      )
      return waitAndConfirm(ports, ticketId, surroundings)
    })
  },
})

async function waitAndConfirm(
  ports: Ports,
  ticketId: TicketId,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { io, report } = surroundings
  const deviceName = await acceptedBy(ports, ticketId, io.stopped)
  if (deviceName === 'expired')
    return report.failed(faultOf({ reason: 'ticket_invalid', because: 'expired' }, ticketId))
  if (deviceName === undefined) return withdraw(ports, ticketId, surroundings)
  report.event({ event: 'accepted', ticketId, deviceName }, `"${deviceName}" accepted the pairing.`)

  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    report.note('Type the six digits that the phone shows, or press Enter alone to withdraw the pairing:')
    const line = await io.readLine()
    if (line === undefined && !io.stopped.aborted) return unconfirmed(ticketId, surroundings)
    if (line === undefined || line.trim() === '') return withdraw(ports, ticketId, surroundings)
    const digits = readConfirmation(line)
    if (!digits.ok) {
      report.note(digits.fault.sentence)
      continue
    }
    const confirmed = await confirmPairing(ports, ticketId, digits.value)
    if (confirmed.ok)
      return report.done(
        { event: 'confirmed', device: deviceView(confirmed.value) },
        `Paired: "${confirmed.value.name}" may approve logins now.`,
      )
    if (confirmed.refusal.reason !== 'confirmation_wrong')
      return report.failed(faultOf(confirmed.refusal, ticketId))
    report.note('These are not the digits of this pairing.')
  }
  return withdraw(ports, ticketId, surroundings)
}

/** The name of the device that took the ticket; undefined when stopped first. */
async function acceptedBy(
  ports: Ports,
  ticketId: TicketId,
  stopped: AbortSignal,
): Promise<string | 'expired' | undefined> {
  while (!stopped.aborted) {
    const status = await pairingStatus(ports, ticketId)
    if (!status.ok || status.value.state === 'expired' || status.value.state === 'withdrawn') return 'expired'
    if (status.value.state !== 'open') return status.value.deviceName ?? 'a device'
    // Rejects when stopped; the loop's condition says the same.
    await delay(POLL_MS, undefined, { signal: stopped }).catch(() => undefined)
  }
  return undefined
}

async function withdraw(ports: Ports, ticketId: TicketId, { report }: Surroundings): Promise<ExitCode> {
  await withdrawPairing(ports, ticketId)
  return report.failed({
    exit: 'refused',
    code: 'pairing_withdrawn',
    sentence: 'the pairing was withdrawn: the link and the phone that used it are refused',
    next: 'make another: countersign pair USER_ID',
  })
}

/** The standard input ended, e.g. in a script: nothing is lost, the digits can follow until the ticket's time is over. */
function unconfirmed(ticketId: TicketId, { report }: Surroundings): ExitCode {
  return report.failed({
    exit: 'refused',
    code: 'pairing_unconfirmed',
    sentence: 'the pairing waits for the six digits that the phone shows',
    next: `countersign pair confirm ${ticketId} --confirmation DIGITS`,
  })
}
