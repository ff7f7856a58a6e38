// The administration page: each part of it is brought to life by its own module, all by one way to the routes.
import { connectionPart } from './admin-connection.js'
import { savedForm } from './admin-form.js'
import { onboardingPart } from './admin-onboarding.js'
import { peoplePart } from './admin-people.js'
import { groupPicker } from './admin-scope.js'
import { openApi } from './api.js'
import { part } from './nodes.js'

const start = (): void => {
  const root = document.querySelector('#countersign-admin')
  if (!(root instanceof HTMLElement)) return
  const api = openApi({ base: root.dataset['base'] ?? '', confirmAt: root.dataset['confirmAt'] })
  for (const scope of root.querySelectorAll<HTMLFieldSetElement>('[data-scope]')) groupPicker(scope, api)
  connectionPart(part(root, '#countersign-connection', HTMLElement), root, api)
  savedForm(part(root, '#countersign-permissions form', HTMLFormElement), 'permissions', api)
  onboardingPart(part(root, '#countersign-onboarding', HTMLElement), api)
  peoplePart(part(root, '#countersign-people', HTMLElement), api)
  savedForm(part(root, '#countersign-names form', HTMLFormElement), 'names', api)
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
else start()
