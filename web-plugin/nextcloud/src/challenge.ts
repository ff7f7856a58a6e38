// The challenge page: whoever has approved on the phone, now or a moment ago while setting it up, goes on by Nextcloud's own form, once.
import type { CountersignLogin } from '@countersign/web-plugin/element'
import { bringToLife } from './login-element.js'

const form = document.querySelector<HTMLFormElement>('form.countersign-approved')
const login = document.querySelector<CountersignLogin>('countersign-login')

// What helps after an ending that trying again does not mend; a status is read out only if it changes.
const next = document.querySelector('.countersign-next')
login?.addEventListener('countersign-failed', (event) => {
  // Sound: the element fires this event with a reason, and nobody else fires it.
  const { reason } = (event as CustomEvent<{ readonly reason: string }>).detail
  const words = document.querySelector<HTMLTemplateElement>(`template[data-ending="${CSS.escape(reason)}"]`)
  next?.replaceChildren(words?.content.textContent ?? '')
})
login?.addEventListener('countersign-progress', () => next?.replaceChildren())

// Nextcloud takes five of these in a hundred seconds, right ones too: nothing else here posts to it.
if (login !== null) void bringToLife(login, () => form?.submit())
else form?.submit()
