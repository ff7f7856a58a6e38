// The form for a typed code: one field for every kind; what was typed stays when it was wrong.
import type { CodeWay } from '@countersign/protocol'
import type { App, PassedHere, Told } from './element-app.js'
import { tell } from './element-app.js'
import { rememberWay } from './element-memory.js'
import type { MoreWords } from './element-more-words.js'
import { moreWords } from './element-more-words.js'
import { button, node } from './element-nodes.js'
import type { ElementLanguage } from './element-words.js'

export interface CodeHost {
  readonly app: App
  readonly language: ElementLanguage
  readonly signal: AbortSignal
  passed(redirectTo: string): void
  signedOut(): void
  askPhone(): void
}

/** The app's answer to a right code. */
interface CodePassed extends PassedHere {
  readonly way: CodeWay
}

export interface CodeForm {
  readonly form: HTMLElement
  focus(): void
}

/** @param ways the kinds that count here; at least one */
export function codeForm(ways: readonly CodeWay[], host: CodeHost): CodeForm {
  const words = moreWords[host.language]
  const kinds = new Intl.ListFormat(host.language, { type: 'disjunction' }).format(
    ways.map((way) => words.kinds[way]),
  )
  const field = fieldFor(ways)
  const label = node('label', 'label')
  label.textContent = words.code
  label.htmlFor = field.id
  const hint = node('p', 'hint')
  hint.id = 'cs-hint'
  hint.textContent = `${words.typeOneOf} ${kinds}.`
  const fault = node('p', 'fault')
  fault.id = 'cs-fault'
  // There before it is filled: a screen reader says what is put into it.
  fault.setAttribute('role', 'alert')
  const submit = button('main', () => undefined)
  submit.type = 'submit'
  submit.textContent = words.signIn
  const body = node('form', 'form', [label, field, hint, fault, submit])
  body.noValidate = true

  const say = (text: string): void => {
    fault.textContent = text
    if (text === '') field.removeAttribute('aria-invalid')
    else field.setAttribute('aria-invalid', 'true')
  }
  field.oninput = () => say('')
  let busy = false
  body.onsubmit = async (event) => {
    event.preventDefault()
    if (busy) return
    if (field.value.trim() === '') return field.focus()
    busy = true
    // Not `disabled`: a button that is would lose the focus of whoever pressed it.
    submit.setAttribute('aria-disabled', 'true')
    submit.textContent = words.checking
    say('')
    const told = await tell<CodePassed>(host.app, 'code', { code: field.value }, host.signal)
    busy = false
    submit.removeAttribute('aria-disabled')
    if (host.signal.aborted) return
    if (told.kind === 'ok') return pass(told.value, host)
    submit.textContent = words.signIn
    if (told.kind === 'no' && told.code === 'first_factor_missing') return host.signedOut()
    say(faultOf(told, words, kinds))
    field.focus()
    // The next code of an app is another one; of a long code most signs are right, and stay.
    if (/^[\d\s-]{1,9}$/.test(field.value)) field.select()
  }
  return { form: body, focus: () => field.focus() }
}

function pass({ way, redirectTo }: CodePassed, host: CodeHost): void {
  // A printed code, or one of the help desk, is for one bad day; who has an app for codes uses it every time.
  if (way === 'totp') rememberWay('code')
  host.passed(redirectTo)
}

function fieldFor(ways: readonly CodeWay[]): HTMLInputElement {
  const field = node('input', 'field')
  field.id = 'cs-code'
  field.type = 'text'
  field.name = 'code'
  field.autocomplete = 'one-time-code'
  // Backup codes have letters.
  field.inputMode = ways.includes('backup') ? 'text' : 'numeric'
  field.autocapitalize = 'characters'
  field.spellcheck = false
  field.setAttribute('autocorrect', 'off')
  field.setAttribute('aria-describedby', 'cs-fault cs-hint')
  return field
}

function faultOf(told: Exclude<Told<unknown>, { kind: 'ok' }>, words: MoreWords, kinds: string): string {
  if (told.kind === 'offline') return words.offline
  switch (told.code) {
    case 'code_refused':
      return words.wrong
    case 'code_unreadable':
      return words.unreadable
    case 'way_not_allowed':
      return `${words.notHere} ${kinds}.`
    case 'too_many_tries':
    case 'too_many_requests':
      return told.retryAfterSeconds > 0
        ? words.tooMany(Math.ceil(told.retryAfterSeconds / 60))
        : words.blocked
    case 'unreachable':
      return words.unreachable
    default:
      return words.notConfirmed
  }
}
