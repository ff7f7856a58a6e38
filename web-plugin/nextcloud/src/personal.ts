// The personal settings: does what is pressed, by the routes behind it, and shows the page's own new state afterwards.
import { type Answer, openApi, requestToken } from './api.js'
import { ask } from './dialog.js'
import { t } from './l10n.js'
import { node, part } from './nodes.js'
import { prove } from './prove-dialog.js'

const root = document.querySelector<HTMLElement>('#countersign-personal')
if (root !== null) start(root)

function start(root: HTMLElement): void {
  const { base = '', linkBase = '', confirmAt } = root.dataset
  const api = openApi({ base, confirmAt })
  const link = openApi({ base: linkBase })
  const said = part(root, '.countersign-said', HTMLElement)
  const now = (): HTMLElement => part(root, '.countersign-now', HTMLElement)

  /** Each press ends with a word about it, and with the page as it is by then. */
  const change = async (route: string, body: unknown, done: string): Promise<boolean> => {
    const answer = await busy(() => api.post(route, body))
    if (!answer.ok && answer.fault.code === 'id_malformed') mend(answer.fault.sentence)
    else await refresh(answer.ok ? done : answer.fault.sentence)
    return answer.ok
  }

  /** What was typed stays, to be put right. */
  const mend = (sentence: string): void => {
    said.textContent = sentence
    const field = now().querySelector<HTMLInputElement>('[name=userId]')
    field?.setAttribute('aria-invalid', 'true')
    field?.setAttribute('aria-describedby', said.id)
    field?.focus()
  }

  const busy = async (call: () => Promise<Answer>): Promise<Answer> => {
    const buttons = [...now().querySelectorAll('button')]
    const pressed = document.activeElement
    for (const button of buttons) button.disabled = true
    const answer = await call()
    for (const button of buttons) button.disabled = false
    // A button that is disabled drops the focus.
    if (document.activeElement === document.body && pressed instanceof HTMLElement) pressed.focus()
    return answer
  }

  const refresh = async (words: string): Promise<void> => {
    const fresh = await bodyAt(base)
    said.textContent = words
    if (fresh === undefined) return
    now().replaceWith(fresh)
    part(root, '.countersign-state', HTMLElement).focus()
  }

  /** A phone is asked; whatever comes of it, the page says how it stands. */
  const proveNow = async (): Promise<void> => {
    const { pending: userId = '' } = now().dataset
    const isFurther = userId === now().dataset['own'] && phones() > 0
    const before = phones()
    const hint = isFurther
      ? t(
          'Approve with the phone that you want to link. It has to be paired with this ID already; if it is not, ask the admins how.',
        )
      : ''
    const proven = await prove({ userId, base: linkBase, hint })
    if (!proven) await link.post('cancel')
    await refresh(proven ? t('Confirmed. Your phone is linked.') : t('Nothing has changed.'))
    if (proven && isFurther && phones() === before)
      said.textContent = t('That phone was linked already. To link another one, approve with that one.')
  }

  const phones = (): number => now().querySelectorAll('.countersign-phones li').length

  const wish = async (route: 'choose' | 'confirm', body: unknown): Promise<void> => {
    if (await change(route, body, '')) await proveNow()
  }

  const create = async (body: unknown): Promise<void> => {
    const answer = await busy(() => api.post('create', body))
    const page = answer.ok ? answer.value['page'] : undefined
    if (typeof page === 'string') location.assign(page)
    else if (!answer.ok) mend(answer.fault.sentence)
  }

  const forget = (thumbprint: string): Promise<void> =>
    sure(
      t('Forget this phone?'),
      t('It can no longer confirm logins here. The phone itself is not changed.'),
      t('Forget the phone'),
      () => change('forget', { thumbprint }, t('The phone is forgotten.')),
    )

  const disable = (): Promise<void> =>
    sure(
      t('Switch off the approval on the phone?'),
      t('Whoever has your password can then log in without your phone.'),
      t('Switch off'),
      () => change('disable', {}, t('Switched off.')),
    )

  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-do]') : null
    if (button === null) return
    const { do: what, thumbprint = '' } = button.dataset
    if (what === 'prove') void proveNow()
    if (what === 'leave') void change('leave', {}, '')
    if (what === 'confirm') void wish('confirm', {})
    if (what === 'forget') void forget(thumbprint)
    if (what === 'enable') void change('enable', {}, t('Switched on.'))
    if (what === 'disable') void disable()
  })

  root.addEventListener('submit', (event) => {
    event.preventDefault()
    const { target, submitter } = event
    if (!(target instanceof HTMLFormElement) || !(submitter instanceof HTMLButtonElement)) return
    const typed = new FormData(target).get('userId')
    const body = typed === null ? {} : { userId: typed }
    void (submitter.value === 'create' ? create(body) : wish('choose', body))
  })

  if (now().dataset['pending'] !== '') whenShown(root, () => comeBack(root, proveNow))
}

/** From the authenticator on this very phone, with its answer; or from the server's set-up page, with a phone to be confirmed. */
function comeBack(root: HTMLElement, proveNow: () => Promise<void>): void {
  if (location.hash.startsWith('#countersign=')) return void proveNow()
  root.scrollIntoView({ block: 'center' })
  part(root, '[data-do=prove]', HTMLElement).focus()
}

/** Nextcloud 34 sends its settings hidden and moves them to their place when its own scripts are there: a focus set before is lost. */
function whenShown(root: HTMLElement, act: () => void): void {
  const isHidden = (): boolean => root.closest('.hidden-visually') !== null
  if (!isHidden()) {
    act()
    return
  }
  const moves = new MutationObserver(() => {
    if (isHidden()) return
    moves.disconnect()
    act()
  })
  moves.observe(document.body, { childList: true, subtree: true })
}

async function sure(title: string, text: string, yes: string, act: () => Promise<unknown>): Promise<void> {
  const body = [node('p', {}, text)]
  if (await ask({ title, body, yes, danger: true, onYes: async () => undefined })) await act()
}

/** The state part of the page as PHP renders it now; undefined while Nextcloud cannot be reached. */
async function bodyAt(base: string): Promise<Element | undefined> {
  try {
    const response = await fetch(`${base}/body`, {
      headers: { requesttoken: requestToken() },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
    if (!response.ok) return undefined
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    return document.importNode(part(page, '.countersign-now', HTMLElement), true)
  } catch {
    return undefined
  }
}
