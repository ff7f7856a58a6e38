// The ways in without the phone, on one screen: a passkey first, a typed code, and the phone again.
import type { CodeWay } from '@countersign/protocol'
import type { WayHere } from './element-app.js'
import type { CodeHost } from './element-code.js'
import { codeForm } from './element-code.js'
import { rememberedWay } from './element-memory.js'
import { moreStyle } from './element-more-style.js'
import { moreWords } from './element-more-words.js'
import { button, node } from './element-nodes.js'
import { passkeyPart } from './element-passkey.js'
import type { Panel } from './element-view.js'

/** @param ways what counts here; at least one */
export function waysPanel(ways: readonly WayHere[], host: CodeHost): Panel {
  const words = moreWords[host.language]
  const codes = ways.filter((way): way is CodeWay => way !== 'passkey' && way !== 'passkey_only')
  const code = codes.length > 0 ? codeForm(codes, host) : undefined
  // Whoever has used a passkey here uses it again; everybody else may have none.
  const isFirst = codes.length === 0 || rememberedWay() === 'code_passkey'
  const passkey = codes.length < ways.length ? passkeyPart(host, isFirst) : undefined
  const leads = passkey !== undefined && isFirst
  const phone = button('offer', host.askPhone)
  phone.textContent = words.askPhone
  const typed = code === undefined ? [] : [leads ? folded(words.useCode, code.form) : code.form]
  const used = passkey?.nodes ?? []
  const parts = [
    ...(leads ? [...used, ...typed] : [...typed, ...used]),
    ...(ways.includes('passkey_only') ? [] : [phone]),
  ]
  return {
    title: leads ? words.passkeyTitle : words.title,
    body: node('div', 'form', parts),
    sheet: moreStyle(),
    stays: true,
    focus: () => (leads ? passkey : code)?.focus(),
  }
}

/** Whoever has a passkey needs no field; whoever has none opens it. */
function folded(label: string, form: HTMLElement): HTMLElement {
  const summary = node('summary', 'later')
  summary.textContent = label
  return node('details', 'ways', [summary, form])
}
