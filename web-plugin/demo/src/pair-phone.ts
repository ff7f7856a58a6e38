// Pairs a phone from the terminal: shows the link as a QR code, waits, and asks for the digits where the link was made.
import { createInterface } from 'node:readline/promises'
import { toString as qrCode } from 'qrcode'
import type { CountersignCli, Line, Running } from './countersign-cli.js'

export type Say = (text: string) => void

/** Resolves when the pairing is over, one way or the other. `links` is shown beneath; `onStart` gets the command, to stop it. */
export async function pairPhone(
  cli: CountersignCli,
  userId: string,
  say: Say,
  links: string,
  onStart: (command: Running) => void,
): Promise<void> {
  const command = cli.start('pair', userId)
  onStart(command)
  // Without a terminal nobody can be asked: the command below then ends without the digits, as it should.
  const confirmsLater = !process.stdin.isTTY
  for await (const line of command.lines) {
    if (line['event'] === 'ticket') await showLink(userId, text(line, 'link'), links, say)
    if (line['event'] === 'accepted') await confirm(cli, command, line, say)
    if (line['event'] === 'confirmed')
      say(`\nPaired. Sign in as ${userId} and pick the access pass on the phone.\n`)
    if ('error' in line && !confirmsLater) say('\nNot paired. For a new link, start again with --pair.\n')
  }
}

async function showLink(userId: string, link: string, links: string, say: Say): Promise<void> {
  const qr = await qrCode(link, { type: 'utf8', errorCorrectionLevel: 'L', margin: 2 })
  // A phone cannot reach the localhost of this computer.
  const how = link.startsWith('https:')
    ? 'scan this, or open the link on it'
    : 'open this link in a second window'
  const real = link.startsWith('https:') ? '' : ' A real phone needs https: docs/real-phone.md.'
  say(`
${qr}
1  Pair a phone with ${userId}: ${how}.
   It works once, for ten minutes.${real}

   ${link}

${links}
Waiting for the phone …`)
}

/** Six digits on both screens: the person sees that this phone, and no other, took the link. */
async function confirm(cli: CountersignCli, command: Running, accepted: Line, say: Say): Promise<void> {
  const ticketId = text(accepted, 'ticketId')
  const digits = text(await cli.run('pair', 'status', ticketId), 'confirmation')
  const shown = `${digits.slice(0, 3)} ${digits.slice(3)}`
  if (!process.stdin.isTTY) {
    say(`
"${text(accepted, 'deviceName')}" took the link. If it shows ${shown}, confirm it with:

   ${cli.commandLine} pair confirm ${ticketId} --confirmation ${digits}
`)
    command.endInput()
    return
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const reply = await terminal.question(
    `\n"${text(accepted, 'deviceName')}" took the link. Does it show ${shown}? [y/N] `,
  )
  terminal.close()
  // An empty line withdraws the link and refuses the phone.
  command.write(/^(y|yes|j|ja)$/i.test(reply.trim()) ? `${digits}\n` : '\n')
}

function text(line: Line, name: string): string {
  const value = line[name]
  return typeof value === 'string' ? value : ''
}
