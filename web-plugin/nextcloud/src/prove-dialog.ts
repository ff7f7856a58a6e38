// The access pass in a dialog of the settings: asks the phone of an ID, and ends when it has approved.
import type { CountersignLogin } from '@countersign/web-plugin/element'
import { show } from './dialog.js'
import { t } from './l10n.js'
import { bringToLife } from './login-element.js'
import { node } from './nodes.js'

export interface ToProve {
  readonly userId: string
  /** Where the element's routes are. */
  readonly base: string
  /** Which phone is meant, where that is not plain. */
  readonly hint: string
}

/** True if the phone has approved and the app has accepted it. */
export function prove({ userId, base, hint }: ToProve): Promise<boolean> {
  // Sound: the element's script, loaded below, defines that class for this name.
  const login = document.createElement('countersign-login') as CountersignLogin
  login.setAttribute('base', base)
  // An authenticator on this phone came back with its answer: it is finished, and nobody asked anew.
  if (!location.hash.startsWith('#countersign=')) login.setAttribute('auto', '')
  // Before it is on the page: from then on it asks by itself.
  void bringToLife(login, () => login.closest('dialog')?.close('yes'))
  return show(t('Confirm with your phone'), [
    node('p', { class: 'countersign-id' }, userId),
    ...(hint === '' ? [] : [node('p', {}, hint)]),
    login,
  ])
}
