// The connection: who answers is shown to be compared before it is confirmed, and each step of the test is a line of its own.
import { browserFinding, findingsIn, showFindings } from './admin-findings.js'
import { fieldsOf, saved, say, showFaults, watchChanges, whileBusy } from './admin-form.js'
import type { Api } from './api.js'
import { ask } from './dialog.js'
import { t } from './l10n.js'
import { node, part } from './nodes.js'

interface Seen {
  readonly serverId: string
  readonly name: string
  readonly isConfirmed: boolean
  /** The server ID that is confirmed now; empty: none. */
  readonly replaces: string
}

/** Asks for the test after the page was loaded anew. */
const TEST_NEXT = 'countersign-test'

export function connectionPart(section: HTMLElement, root: HTMLElement, api: Api): void {
  const form = part(section, 'form', HTMLFormElement)
  const list = part(section, '.countersign-findings', HTMLOListElement)
  const test = async (next: string): Promise<void> => {
    say(form, t('Testing …'))
    const answer = await api.post('test')
    showFaults(form, answer.ok ? undefined : answer.fault)
    if (!answer.ok) return
    const fromHere = await browserFinding(root.dataset['publicUrl'] ?? '', root.dataset['serverId'] ?? '')
    const findings = [...findingsIn(answer.value), ...(fromHere === undefined ? [] : [fromHere])]
    showFindings(list, findings)
    const wrong = findings.filter(({ grade }) => grade !== 'ok').length
    const outcome =
      wrong === 0 ? t('Everything is right.') : t('Tested. To be looked at: {count}.', { count: wrong })
    say(form, `${outcome} ${next}`.trim())
  }
  const compared = new Set<string>()
  watchChanges(form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(form, () => save(form, api, compared))
  })
  const button = part(form, '[name=test]', HTMLButtonElement)
  button.addEventListener('click', () => void whileBusy(form, () => test('')))
  if (sessionStorage.getItem(TEST_NEXT) !== null) {
    sessionStorage.removeItem(TEST_NEXT)
    if (button.disabled) return
    button.focus({ preventScroll: true })
    const next = t(
      'Next: give people their IDs below under “People”, or let them set themselves up under “Onboarding”.',
    )
    void whileBusy(form, () => test(next))
  }
}

/** @param compared server IDs that were said to be the same since the page was loaded: a mistyped key costs no second comparison */
async function save(form: HTMLFormElement, api: Api, compared: Set<string>): Promise<void> {
  say(form, t('Looking for the server …'))
  const fields = fieldsOf(form)
  const looked = await api.post('look', { serverUrl: fields['serverUrl'] })
  showFaults(form, looked.ok ? undefined : looked.fault)
  if (!looked.ok) return
  const seen = seenIn(looked.value)
  say(form, '')
  // Before anybody compares 43 characters for a form that cannot be saved.
  if (part(form, '[name=apiKey]', HTMLInputElement).validity.valueMissing) {
    const sentence = t('Enter the API key that the server showed when this app was added.')
    const details = { faults: { apiKey: { sentence } } }
    return showFaults(form, { code: 'key_missing', status: 0, sentence, details })
  }
  if (!seen.isConfirmed && !compared.has(seen.serverId)) {
    if (!(await confirm(seen))) return say(form, t('Nothing was saved.'))
    compared.add(seen.serverId)
  }
  const answer = await api.put('connection', {
    ...fields,
    serverId: seen.serverId,
    ...(seen.isConfirmed ? {} : { replaces: seen.replaces }),
  })
  showFaults(form, answer.ok ? undefined : answer.fault)
  if (!answer.ok) return
  saved(form)
  // The page may ask only the server that was stored when it was loaded: loaded anew, it tries the new one.
  sessionStorage.setItem(TEST_NEXT, '1')
  location.hash = 'countersign-connection'
  location.reload()
}

function confirm(seen: Seen): Promise<boolean> {
  const compare = [
    node(
      'p',
      {},
      t(
        '“{name}” answers there. Compare its server ID with what the server itself shows: in its console under Settings, Keys, or by',
        { name: seen.name },
      ),
      ' ',
      node('code', {}, 'countersign key status'),
      '.',
    ),
    fingerprint(seen.serverId),
  ]
  if (seen.replaces === '')
    return ask({
      title: t('Is this your server?'),
      body: [
        ...compare,
        node('p', {}, t('From now on only this server is believed, whatever address it has.')),
      ],
      yes: t('It is the same: save'),
      onYes: async () => undefined,
    })
  const words = t('another server')
  const field = node('input', { type: 'text', autocomplete: 'off', required: '' })
  return ask({
    title: t('Replace the confirmed server?'),
    body: [
      ...compare,
      node('p', {}, t('Until now this one was confirmed:')),
      fingerprint(seen.replaces),
      node(
        'p',
        {},
        t(
          'If you did not set up the server anew, somebody may have put another one in its place: stop here. Otherwise whoever is linked with the old server cannot log in by phone until you forget their phones below.',
        ),
      ),
      node(
        'label',
        { class: 'countersign-field' },
        node('span', {}, t('To go on, type: {words}', { words })),
        field,
      ),
    ],
    yes: t('Replace'),
    danger: true,
    onYes: async () => (field.value.trim() === words ? undefined : t('The words are not the same.')),
  })
}

/** Groups of four, as one word to be copied. */
function fingerprint(serverId: string): HTMLElement {
  const groups = serverId.match(/.{1,4}/g) ?? []
  return node('code', { class: 'countersign-fingerprint' }, ...groups.map((group) => node('span', {}, group)))
}

function seenIn(value: Readonly<Record<string, unknown>>): Seen {
  const { serverId, name, isConfirmed, replaces } = value
  const text = (one: unknown): string => (typeof one === 'string' ? one : '')
  return {
    serverId: text(serverId),
    name: text(name),
    isConfirmed: isConfirmed === true,
    replaces: text(replaces),
  }
}
