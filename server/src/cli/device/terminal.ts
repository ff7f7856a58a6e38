// The terminal authenticator at work: shows each request, reads decisions, sends them, says what became of them.
import type { Device, DeviceEvent, OpenRequest, Outcome } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { ChallengeId, DeviceStateName } from '@countersign/protocol'
import { parseScanLink } from '@countersign/protocol'
import type { Surroundings } from '../command.js'
import type { ExitCode } from '../exits.js'
import { exits } from '../exits.js'
import { createBoard } from './board.js'
import type { Decision } from './decision.js'
import { decideBy, readJson, readTyped } from './decision.js'
import { deviceFault } from './faults.js'
import type { ReadPin } from './pin.js'
import { verifyingBy } from './pin.js'
import { outcomeText, requestsText, requestView } from './show.js'

/** What a script decided beforehand; all undefined: ask. */
export interface Scripted {
  readonly choose: string | undefined
  readonly code: string | undefined
  readonly scan: string | undefined
  readonly deny: boolean
}

export interface TerminalOptions {
  readonly scripted: Scripted
  /** End after the first decision. */
  readonly once: boolean
  readonly json: boolean
  /** Of the devices here, which share it; undefined: none was named. */
  readonly pin: ReadPin | undefined
}

export interface Terminal {
  onEvent(event: DeviceEvent): void
  /** Starts the devices and resolves with the exit code when told to stop, when done, or when nothing can come any more. */
  run(devices: readonly Device[]): Promise<ExitCode>
}

const STATES_MEANT = {
  approve: ['approved', 'redeemed'],
  deny: ['denied'],
  report: ['reported'],
} as const satisfies Record<string, readonly Outcome['state'][]>

/** `onEvent` goes into each device; `run` does the rest. */
export function openTerminal(options: TerminalOptions, { io, report }: Surroundings): Terminal {
  const { scripted, once, json } = options
  const isScripted =
    scripted.deny || [scripted.choose, scripted.code, scripted.scan].some((given) => given !== undefined)
  const deciding = new Set<ChallengeId>()
  const board = createBoard()
  let devices: readonly Device[] = []
  let end: (code: ExitCode) => void = () => undefined

  const open = (): readonly OpenRequest[] =>
    devices.flatMap(({ requests }) => requests).filter(({ challengeId }) => !deciding.has(challengeId))

  async function decide(decision: Exclude<Decision, { kind: 'check' | 'fetch' }>): Promise<void> {
    const { challengeId } = decision.request
    const device = devices.find(({ requests }) => requests.some((each) => each.challengeId === challengeId))
    if (device === undefined) return report.note('That request is not open any more.')
    deciding.add(challengeId)
    try {
      const outcome = await send(device, decision, options.pin)
      report.event(
        { event: 'decided', challengeId, state: outcome.state, byThisDevice: outcome.byThisDevice },
        outcomeText(decision.request, outcome),
      )
      const meant: readonly string[] = STATES_MEANT[decision.kind]
      if (once) end(meant.includes(outcome.state) ? exits.ok.code : exits.refused.code)
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error
      deciding.delete(challengeId)
      const code = report.failed(deviceFault(error))
      // Still open: it comes back under a new letter.
      if (open().length > 0) report.note(requestsText(board.of(open())))
      if (once) end(code)
    }
  }

  /** `--choose` says nothing about a request that asks for digits: it waits for another decision, and the person is told. */
  async function decideScripted(request: OpenRequest): Promise<void> {
    if (scripted.deny) return decide({ kind: 'deny', request })
    const read = decideBy(request, scripted)
    if (read.ok && read.decision.kind !== 'check' && read.decision.kind !== 'fetch')
      return decide(read.decision)
    if (!read.ok) {
      const code = report.failed({
        exit: 'refused',
        code: 'choice_invalid',
        sentence: `expected ${read.expected}`,
        next: 'nothing was sent: run it again with what the login page shows, or with --deny',
      })
      if (once) end(code)
    }
  }

  async function readDecisions(): Promise<void> {
    for (;;) {
      const line = await io.readLine()
      // Without a standard input the terminal still shows; a signal ends it.
      if (line === undefined) return
      if (line.trim() === '') continue
      const read = json ? readJson(line, open()) : readTyped(line, board.of(open()))
      if (!read.ok) report.event({ event: 'not_understood', expected: read.expected }, `${read.expected}`)
      else if (read.decision.kind === 'check') await check()
      else if (read.decision.kind === 'fetch') await fetchFor(line)
      // Not awaited: the next line may be about another request.
      else void decide(read.decision).catch(fail)
    }
  }

  /** [QR4]: what was pasted out of nothing is shown first, and approved by pasting it again. */
  async function fetchFor(line: string): Promise<void> {
    const link = parseScanLink(line)
    if (!devices.some(({ pairing }) => pairing.serverUrl === link?.serverUrl))
      return report.note(
        'That link is of another server than the accounts here. Did somebody send it to you?',
      )
    await check()
    const isHere = open().some(({ challengeId }) => challengeId === link?.challengeId)
    report.note(
      isHere
        ? 'Read it first. To approve it, paste the link once more. Did somebody send it to you? Then deny.'
        : 'The request of that link has ended, or is for another account.',
    )
  }

  async function check(): Promise<void> {
    const counts = await Promise.all(devices.map((device) => device.pull()))
    const shown = counts.reduce((sum, count) => sum + count, 0)
    if (shown === 0) report.note('No requests.')
  }

  function onEvent(event: DeviceEvent): void {
    switch (event.type) {
      case 'request':
        report.event(
          { event: 'request', ...requestView(event.request) },
          `\x07${requestsText(board.of(open()))}`,
        )
        if (isScripted) decideScripted(event.request).catch(fail)
        return
      case 'withdrawn':
        if (deciding.delete(event.request.challengeId)) return
        report.event(
          { event: 'withdrawn', challengeId: event.request.challengeId, state: event.outcome.state },
          outcomeText(event.request, event.outcome),
        )
        return
      case 'connection':
        onConnection(event)
        return
      case 'device_state':
        report.event({ event: 'device_state', state: event.deviceState }, STATE_TEXT[event.deviceState])
        return
      case 'refused':
        report.event(
          { event: 'refused', reason: event.reason },
          `a message was not shown, because it failed a check (${event.reason})`,
        )
        return
      case 'fault':
        report.failed(deviceFault(event.error))
        return
      case 'outcome':
      case 'answer':
      case 'pairing':
      case 'notices':
        return
    }
  }

  function onConnection(event: Extract<DeviceEvent, { type: 'connection' }>): void {
    const { connection, serverCode } = event
    // Only ever our own doing: the last word is the decision.
    if (connection === 'stopped') return
    report.event(
      { event: 'connection', state: connection, ...(serverCode === undefined ? {} : { serverCode }) },
      CONNECTION_TEXT[connection],
    )
    // A script does not wait for the push that a spent budget holds back.
    if (connection === 'online' && isScripted) check().catch(() => undefined)
    const ended = devices.every((device) => ['revoked', 'replaced'].includes(device.connection))
    if (ended) end(exits.refused.code)
  }

  function fail(error: unknown): void {
    end(report.failed(deviceFault(error)))
  }

  async function run(all: readonly Device[]): Promise<ExitCode> {
    devices = all
    const ended = new Promise<ExitCode>((resolve) => {
      end = resolve
    })
    const stop = (): void => end(exits.ok.code)
    io.stopped.addEventListener('abort', stop, { once: true })
    if (io.stopped.aborted) stop()
    for (const device of devices) device.start()
    if (!isScripted) readDecisions().catch(fail)
    const code = await ended
    io.stopped.removeEventListener('abort', stop)
    for (const device of devices) device.stop()
    return code
  }

  return { onEvent, run }
}

async function send(
  device: Device,
  decision: Exclude<Decision, { kind: 'check' | 'fetch' }>,
  pin: ReadPin | undefined,
): Promise<Outcome> {
  const { challengeId } = decision.request
  if (decision.kind === 'approve')
    return device.approve(challengeId, decision.choice, await verifyingBy(device, decision.request, pin))
  return decision.kind === 'deny' ? device.deny(challengeId) : device.report(challengeId)
}

const CONNECTION_TEXT: Readonly<Record<Device['connection'], string>> = {
  stopped: 'stopped',
  connecting: 'connecting …',
  online: 'connected: requests will appear here (Ctrl-C to end)',
  waiting_confirmation: 'waiting until the pairing is confirmed where the link was made …',
  offline: 'not connected, trying again …',
  replaced: 'this device is connected elsewhere: ending here',
  revoked: 'this device was removed on the server: pair it again',
}

/** Empty: the connection says it already. */
const STATE_TEXT: Readonly<Record<DeviceStateName, string>> = {
  pending_confirm: '',
  active: 'paired and confirmed: this device may approve',
  suspended: 'this device may only deny, until an admin resumes it: too many wrong choices in a row',
  revoked: '',
}
