// Onboarding: while the pattern is typed, the server says what it makes of a chosen user.
import { savedForm } from './admin-form.js'
import { later } from './admin-scope.js'
import type { Api } from './api.js'
import { t } from './l10n.js'
import { node, part } from './nodes.js'

export function onboardingPart(section: HTMLElement, api: Api): void {
  const form = part(section, 'form', HTMLFormElement)
  savedForm(form, 'onboarding', api)
  const pattern = part(form, '[name=idPattern]', HTMLInputElement)
  const person = part(form, '[name=exampleUid]', HTMLInputElement)
  const people = part(form, 'datalist', HTMLDataListElement)
  const shown = part(form, '.countersign-example', HTMLOutputElement)
  let latest: AbortController | undefined
  const example = async (): Promise<void> => {
    latest?.abort()
    const current = new AbortController()
    latest = current
    const query = { pattern: pattern.value.trim(), uid: person.value.trim() }
    const answer = await api.get('example', query, current.signal)
    if (current.signal.aborted) return
    shown.classList.toggle('countersign-fault', !answer.ok)
    const id = answer.ok ? String(answer.value['userId']) : ''
    shown.textContent = answer.ok ? t('Gets the ID {id}', { id }) : answer.fault.sentence
  }
  const suggest = async (): Promise<void> => {
    const answer = await api.get('people', { search: person.value.trim() })
    const found = answer.ok && Array.isArray(answer.value['people']) ? answer.value['people'] : []
    people.replaceChildren(
      ...found.slice(0, 20).flatMap((one: unknown) => {
        if (typeof one !== 'object' || one === null || !('uid' in one) || !('name' in one)) return []
        return [node('option', { value: String(one.uid) }, String(one.name))]
      }),
    )
  }
  later(pattern, () => void example())
  later(person, () => {
    void example()
    void suggest()
  })
  void example()
}
