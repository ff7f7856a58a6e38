// `countersign device run`: a terminal as authenticator, for a machine without a phone and for scripts.
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { Keystore, Pairing, PairingStore } from '@countersign/client-sdk'
import { acceptPairing, DeviceError, lookUpPairing, openDevice } from '@countersign/client-sdk'
import {
  fileKeystore,
  filePairingStore,
  filePinStore,
  nodeVerify as verify,
} from '@countersign/client-sdk/node'
import { parsePairingLink, parseScanLink, TEXT_MAX_BYTES, toSignableText } from '@countersign/protocol'
import { WebSocket } from 'ws'
import type { Surroundings } from '../command.js'
import { defineCommand } from '../command.js'
import { passId } from '../device/decision.js'
import { deviceFault } from '../device/faults.js'
import { pinFrom } from '../device/pin.js'
import { openTerminal } from '../device/terminal.js'
import type { Fault } from '../report.js'

export const deviceRun = defineCommand({
  name: 'device run',
  sentence: 'be an authenticator at this terminal: show requests, ask, sign',
  details:
    'The key is kept in the state folder, readable by you alone. Whoever can read it can approve your logins.\n' +
    'At the terminal: the number of an access pass, the six digits, or the link beside a QR code approve; d denies, r says that it was not you.\n' +
    'With --json each event is one JSON line, and each line of the standard input one decision:\n' +
    '  {"choose":"anchor"}  {"code":"123456"}  {"scan":"https://…#scan=…"}  {"deny":true}  {"report":true}   with "challengeId" when several are open\n' +
    'With --once the exit code is 0 only when the server took the decision as it was meant.',
  arguments: [],
  options: {
    state: { type: 'string', value: 'DIR', sentence: 'where key and pairing are kept; default ./device' },
    pair: { type: 'string', value: 'LINK', sentence: 'pair first, with a link made by countersign pair' },
    name: {
      type: 'string',
      value: 'TEXT',
      sentence: 'with --pair: what this device is called; default the host name',
    },
    choose: {
      type: 'string',
      value: 'PASS',
      sentence: 'approve with this access pass, e.g. anchor, without asking',
    },
    code: { type: 'string', value: 'DIGITS', sentence: 'approve with this code, without asking' },
    scan: {
      type: 'string',
      value: 'LINK',
      sentence: 'approve with the link beside a QR code, without asking',
    },
    'pin-file': {
      type: 'string',
      value: 'FILE',
      sentence:
        'its first line is the PIN of this device, mode 0600; set when a login asks for one and there is none',
    },
    deny: { type: 'boolean', sentence: 'deny every request, without asking' },
    once: { type: 'boolean', sentence: 'end after the first decision' },
  },
  examples: [
    'countersign device run --pair "https://id.example.org/authenticator/#pair=…" --name "CI box"',
    'countersign device run',
    'countersign device run --once --choose anchor --json',
  ],
  async run({ options, json }, surroundings) {
    const { io, report } = surroundings
    const faults = faultsOf(options)
    if (faults !== undefined) return report.failed(faults)
    const folder = resolve(io.directory, options.state ?? 'device')
    const store = filePairingStore(folder)
    const keystore = fileKeystore(folder)
    const pins = filePinStore(folder)
    try {
      if (options.pair !== undefined) {
        const paired = await pairThis(options.pair, options.name, { store, keystore }, surroundings)
        if (!paired.ok) return report.failed(paired.fault)
      }
      const pairings = await store.all()
      if (pairings.length === 0) return report.failed(notPaired(folder))
      const pinFile = options['pin-file']
      const terminal = openTerminal(
        {
          scripted: { choose: options.choose, code: options.code, scan: options.scan, deny: options.deny },
          once: options.once,
          json,
          pin: pinFile === undefined ? undefined : pinFrom(resolve(io.directory, pinFile)),
        },
        surroundings,
      )
      const devices = await Promise.all(
        pairings.map((pairing: Pairing) =>
          openDevice({
            pairing,
            store,
            keystore,
            pins,
            webSocket: WebSocket,
            verify,
            onEvent: terminal.onEvent,
          }),
        ),
      )
      return await terminal.run(devices)
    } catch (error) {
      if (error instanceof DeviceError) return report.failed(deviceFault(error))
      throw error
    }
  },
})

async function pairThis(
  linkText: string,
  nameText: string | undefined,
  places: { readonly store: PairingStore; readonly keystore: Keystore },
  { report }: Surroundings,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly fault: Fault }> {
  const link = parsePairingLink(linkText)
  if (link === undefined) return { ok: false, fault: notALink }
  const found = await lookUpPairing(link, { verify })
  report.note(`Pairing with ${found.userId} at ${found.serverName} (${link.serverUrl})`)
  const deviceName = toSignableText(nameText ?? hostname(), TEXT_MAX_BYTES.deviceName)
  const { pairing, confirmation } = await acceptPairing(link, found, { ...places, deviceName, verify })
  const { deviceId, serverName, userId } = pairing
  report.event(
    { event: 'paired', deviceId, userId, server: serverName, confirmation },
    `Type these six digits where the link was made: ${confirmation.slice(0, 3)} ${confirmation.slice(3)}`,
  )
  return { ok: true }
}

function faultsOf(options: {
  readonly choose: string | undefined
  readonly code: string | undefined
  readonly scan: string | undefined
  readonly deny: boolean
}): Fault | undefined {
  if (options.deny && [options.choose, options.code, options.scan].some((given) => given !== undefined))
    return usage('--deny does not go with --choose, --code or --scan')
  if (options.choose !== undefined && passId(options.choose) === undefined)
    return usage(`--choose: there is no access pass "${options.choose}"`)
  if (options.scan !== undefined && parseScanLink(options.scan) === undefined)
    return usage('--scan: expected the link that a login page shows beside its QR code')
  if (options.code !== undefined && !/^\d{6}$/.test(options.code)) return usage('--code: expected six digits')
  return undefined
}

const notALink: Fault = {
  exit: 'usage',
  code: 'link_invalid',
  sentence: '--pair: expected a link as printed by countersign pair, https or on this computer',
  next: 'put it in quotes: the shell takes what follows # for a comment',
}

function usage(sentence: string): Fault {
  return { exit: 'usage', code: 'value_invalid', sentence, next: 'countersign device run --help' }
}

function notPaired(folder: string): Fault {
  return {
    exit: 'refused',
    code: 'not_paired',
    sentence: `${folder} holds no pairing`,
    next: 'countersign device run --pair LINK, with a link made by countersign pair USER_ID',
  }
}
