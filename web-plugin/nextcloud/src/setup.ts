// The set-up at login: chooses an ID or has one made, lets its phone confirm it, and goes on with the login.
import type { CountersignLogin } from '@countersign/web-plugin/element'
import { openApi } from './api.js'
import { t } from './l10n.js'
import { bringToLife } from './login-element.js'
import { part } from './nodes.js'

const root = document.querySelector<HTMLElement>('#countersign-setup')
if (root !== null) start(root)

function start(root: HTMLElement): void {
  const { base = '', next = '', pending = '' } = root.dataset
  const api = openApi({ base })
  const form = part(root, '.countersign-choose', HTMLFormElement)
  const fault = part(form, '.countersign-fault', HTMLElement)
  const proving = part(root, '.countersign-prove', HTMLElement)
  const place = part(proving, '.countersign-place', HTMLElement)

  const prove = (userId: string): void => {
    form.hidden = true
    proving.hidden = false
    part(proving, '.countersign-id', HTMLElement).textContent = userId
    // Sound: the element's script, loaded below, defines that class for this name.
    const login = document.createElement('countersign-login') as CountersignLogin
    login.setAttribute('base', base)
    // An authenticator on this phone came back with its answer: it is finished, and nobody asked anew.
    if (!location.hash.startsWith('#countersign=')) login.setAttribute('auto', '')
    // Before it is on the page: from then on it asks by itself. There the proof is found, and nobody is asked a second time.
    void bringToLife(login, () => location.assign(next))
    place.replaceChildren(login)
  }

  const leave = async (): Promise<void> => {
    place.replaceChildren()
    await Promise.all([api.post('cancel'), api.post('leave')])
    proving.hidden = true
    form.hidden = false
    // Whatever is confirmed next, it is no phone that was set up a moment ago.
    const words = part(proving, '[data-otherwise]', HTMLElement)
    words.textContent = words.dataset['otherwise'] ?? ''
    form.querySelector<HTMLElement>('input, button')?.focus()
  }

  const wish = async (route: 'choose' | 'create', body: unknown): Promise<void> => {
    const buttons = [...form.querySelectorAll('button')]
    const pressed = document.activeElement
    for (const button of buttons) button.disabled = true
    fault.textContent = ''
    const answer = await api.post(route, body)
    for (const button of buttons) button.disabled = false
    // A button that is disabled drops the focus.
    if (document.activeElement === document.body && pressed instanceof HTMLElement) pressed.focus()
    const { userId, page } = answer.ok ? answer.value : {}
    if (typeof page === 'string') location.assign(page)
    else if (typeof userId === 'string') {
      prove(userId)
      // The button that was pressed is gone.
      part(proving, 'p', HTMLElement).focus()
    } else fault.textContent = answer.ok ? t('That did not work. Try again.') : answer.fault.sentence
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const typed = new FormData(form).get('userId')
    const isCreate = event.submitter instanceof HTMLButtonElement && event.submitter.value === 'create'
    void wish(isCreate ? 'create' : 'choose', typed === null ? {} : { userId: typed })
  })
  part(proving, '[data-do=leave]', HTMLElement).addEventListener('click', () => void leave())
  // Back from the server's set-up page, or reloaded.
  if (pending !== '') prove(pending)
}
