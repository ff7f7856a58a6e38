// What a person types, or a script writes as JSON, about the open requests → which request, and what about it. Sends nothing.
import type { OpenRequest, Picked } from '@countersign/client-sdk'
import type { ScanLink } from '@countersign/protocol'
import { accessPassById, accessPasses, CODE_DIGITS, parseScanLink } from '@countersign/protocol'
import type { Shown } from './board.js'

export type Decision =
  | { readonly kind: 'approve'; readonly request: OpenRequest; readonly choice: Picked }
  | { readonly kind: 'deny' | 'report'; readonly request: OpenRequest }
  | { readonly kind: 'check' }
  /** The link of a login page whose request is not shown yet: it is fetched and read before it can be approved ([QR4]). */
  | { readonly kind: 'fetch' }

export type DecisionRead =
  | { readonly ok: true; readonly decision: Decision }
  /** What was expected instead, for the person. */
  | { readonly ok: false; readonly expected: string }

/**
 * A line at the terminal: the number of an access pass, six digits, the link that a login page shows beside its QR code, `d`, `r` or
 * `c`. With several requests open the letter of
 * one goes before it (`B d`); the number of a pass needs none, since the numbers run through all requests.
 */
export function readTyped(line: string, shown: readonly Shown[]): DecisionRead {
  const link = parseScanLink(line)
  if (link !== undefined) return pastedLink(link, shown)
  const [, letter, word = ''] = /^(?:([A-Za-z])\s+)?(\S*)$/.exec(line.trim()) ?? []
  if (word === 'c') return { ok: true, decision: { kind: 'check' } }
  const named = letter === undefined ? undefined : shown.find((each) => each.letter === letter.toUpperCase())
  if (letter !== undefined && named === undefined)
    return expected(`there is no request ${letter.toUpperCase()}`)

  if (word === 'd' || word === 'r') {
    const meant = named ?? (shown.length === 1 ? shown[0] : undefined)
    if (meant === undefined) return whichOne(shown)
    return { ok: true, decision: { kind: word === 'd' ? 'deny' : 'report', request: meant.request } }
  }
  if (new RegExp(`^\\d{${CODE_DIGITS}}$`).test(word)) return typedCode(word, named, shown)
  for (const { request, passes } of named === undefined ? shown : [named]) {
    const picked = passes.find(({ number }) => String(number) === word)
    if (picked !== undefined) return approve(request, { mode: 'symbol', symbolId: picked.symbolId })
  }
  return expected('type the number of an access pass, the six digits or the link of the login page, d or r')
}

/** `{"choose":"anchor"}`, `{"code":"123456"}`, `{"scan":"https://…#scan=…"}`, `{"deny":true}` or `{"report":true}`, with `challengeId` when several are open. */
export function readJson(line: string, requests: readonly OpenRequest[]): DecisionRead {
  const given = parseObject(line)
  if (given === undefined) return expected('one JSON object a line')
  const { challengeId, choose, code, scan, deny, report, ...unknown } = given
  const extra = Object.keys(unknown)[0]
  if (extra !== undefined) return expected(`no "${extra}"`)
  if ([choose, code, scan, deny, report].filter((value) => value !== undefined).length !== 1)
    return expected('exactly one of choose, code, scan, deny, report')
  const request =
    challengeId === undefined && requests.length === 1
      ? requests[0]
      : requests.find((each) => each.challengeId === challengeId)
  if (request === undefined) return expected('the challengeId of an open request')
  if (deny === true || report === true)
    return { ok: true, decision: { kind: deny === true ? 'deny' : 'report', request } }
  return decideBy(request, { choose: asText(choose), code: asText(code), scan: asText(scan) })
}

/** What a script decided beforehand, for one request: `--choose` for passes, `--code` for digits, `--scan` for the link in a QR code. */
export function decideBy(
  request: OpenRequest,
  given: {
    readonly choose: string | undefined
    readonly code: string | undefined
    readonly scan: string | undefined
  },
): DecisionRead {
  if (request.mode === 'link')
    return expected('deny or report: this request is approved by its link, in a browser')
  if (request.mode === 'qr') {
    const link = parseScanLink(given.scan ?? '')
    if (link?.challengeId !== request.challengeId)
      return expected('the link that the login page shows beside its QR code')
    return approve(request, { mode: 'qr', secret: link.secret })
  }
  if (request.mode === 'code') {
    if (given.code === undefined || !/^\d+$/.test(given.code) || given.code.length !== CODE_DIGITS)
      return expected(`a code of ${CODE_DIGITS} digits: this request is answered by typing`)
    return approve(request, { mode: 'code', code: given.code })
  }
  const symbolId = passId(given.choose ?? '')
  if (symbolId === undefined || !request.options.includes(symbolId))
    return expected(`one of the access passes offered: ${request.options.map(slugOf).join(', ')}`)
  return approve(request, { mode: 'symbol', symbolId })
}

/** A slug (`anchor`), a name in either language, or the number of a pass → its id. */
export function passId(text: string): number | undefined {
  const wanted = text.trim().toLowerCase()
  return accessPasses.find(
    ({ id, slug, name }) =>
      String(id) === wanted || [slug, name.en, name.de].some((word) => word.toLowerCase() === wanted),
  )?.id
}

export function slugOf(symbolId: number): string {
  return accessPassById(symbolId)?.slug ?? String(symbolId)
}

/** It names its request itself. */
function pastedLink(link: ScanLink, shown: readonly Shown[]): DecisionRead {
  const meant = shown.find(({ request }) => request.challengeId === link.challengeId)
  if (meant === undefined) return { ok: true, decision: { kind: 'fetch' } }
  if (meant.request.mode !== 'qr') return expected('another answer: this request asks for no QR code')
  return approve(meant.request, { mode: 'qr', secret: link.secret })
}

/** Each code belongs to one login page: given to the wrong request it would be a wrong answer, and final. */
function typedCode(code: string, named: Shown | undefined, shown: readonly Shown[]): DecisionRead {
  const typed = shown.filter(({ request }) => request.mode === 'code')
  const meant = named ?? (typed.length === 1 ? typed[0] : undefined)
  if (meant === undefined && typed.length > 1) return whichOne(typed)
  if (meant?.request.mode !== 'code')
    return expected('the number of an access pass: no request asks for digits')
  return approve(meant.request, { mode: 'code', code })
}

function approve(request: OpenRequest, choice: Picked): DecisionRead {
  return { ok: true, decision: { kind: 'approve', request, choice } }
}

function whichOne(shown: readonly Shown[]): DecisionRead {
  if (shown.length === 0) return expected('no request is open')
  const letters = shown.map(({ letter }) => letter).join(', ')
  return expected(`which one? Put its letter (${letters}) and a space before it`)
}

function expected(text: string): DecisionRead {
  return { ok: false, expected: text }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    // Sound: an object that is not an array; its members stay unknown.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
