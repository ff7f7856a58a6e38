// A modal question in Nextcloud's own look, on the browser's <dialog>: it holds the focus, Escape closes it, the focus goes back where it was.
import { t } from './l10n.js'
import { node } from './nodes.js'

export interface Question {
  readonly title: string
  /** What stands between the title and the buttons. */
  readonly body: readonly Node[]
  /** The word on the button that says yes. */
  readonly yes: string
  readonly danger?: boolean
  /** Called for yes: a sentence says what is wrong and keeps the dialog open; undefined closes it. */
  readonly onYes: (signal: AbortSignal) => Promise<string | undefined>
}

/** True if it was said yes to, false if it was closed in any other way. */
export function ask({ title, body, yes, danger = false, onYes }: Question): Promise<boolean> {
  const fault = node('p', { class: 'countersign-fault', role: 'alert' })
  const no = node('button', { type: 'button' }, t('Cancel'))
  const confirm = node('button', { type: 'submit', class: danger ? 'error' : 'primary' }, yes)
  const form = node(
    'form',
    {},
    node('h2', {}, title),
    ...body,
    fault,
    node('div', { class: 'countersign-buttons' }, no, confirm),
  )
  const dialog = node('dialog', { class: 'countersign-dialog', 'aria-label': title }, form)
  const run = new AbortController()
  no.addEventListener('click', () => dialog.close())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (confirm.disabled) return
    confirm.disabled = true
    fault.textContent = ''
    void onYes(run.signal).then((sentence) => {
      confirm.disabled = false
      if (sentence === undefined) dialog.close('yes')
      else fault.textContent = sentence
    })
  })
  return shown(dialog, run)
}

/** A dialog that is ended from within, by `close('yes')` on it; its one button gives up. Resolves as `ask` does. */
export function show(title: string, body: readonly Node[]): Promise<boolean> {
  const close = node('button', { type: 'button' }, t('Close'))
  const dialog = node(
    'dialog',
    { class: 'countersign-dialog', 'aria-label': title },
    node('h2', {}, title),
    ...body,
    node('div', { class: 'countersign-buttons' }, close),
  )
  close.addEventListener('click', () => dialog.close())
  return shown(dialog, new AbortController())
}

function shown(dialog: HTMLDialogElement, run: AbortController): Promise<boolean> {
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      run.abort()
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
