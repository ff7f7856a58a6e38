// Asks for the password again where Nextcloud wants it fresh (the last 30 minutes), and has Nextcloud itself check it.
import { ask } from './dialog.js'
import { t } from './l10n.js'
import { node } from './nodes.js'

/**
 * @param confirmAt Nextcloud's own `/login/confirm`
 * @param requestToken of this page
 * @returns whether Nextcloud has confirmed the password
 */
export function confirmPassword(confirmAt: string, requestToken: () => string): Promise<boolean> {
  const field = node('input', {
    type: 'password',
    name: 'password',
    autocomplete: 'current-password',
    required: '',
    autofocus: '',
  })
  return ask({
    title: t('Confirm your password'),
    body: [
      node('p', {}, t('Please enter the password of your account once more.')),
      node('label', { class: 'countersign-field' }, node('span', {}, t('Password')), field),
    ],
    yes: t('Confirm'),
    onYes: async (signal) => {
      const sentence = await check(confirmAt, requestToken(), field.value, signal)
      if (sentence !== undefined) field.select()
      return sentence
    },
  })
}

async function check(
  confirmAt: string,
  requesttoken: string,
  password: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(confirmAt, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', requesttoken },
      body: JSON.stringify({ password }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    })
    if (response.ok) return undefined
    if (response.status === 403) return t('The password is not right.')
    if (response.status === 429) return t('Too many tries. Wait a moment.')
    return t('That did not work. Try again.')
  } catch {
    return t('No connection. Try again.')
  }
}
