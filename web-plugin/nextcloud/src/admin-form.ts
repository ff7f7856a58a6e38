// A form of the administration page: sends its fields, shows each fault at its field, and says whether something is not saved yet.
import { chosenGroups, GROUPS_CHANGED } from './admin-scope.js'
import type { Api, Fault } from './api.js'
import { t } from './l10n.js'
import { node, part } from './nodes.js'

/** Saves a form as it is. For one that has to ask first: `fieldsOf`, `showFaults` and `say`. */
export function savedForm(form: HTMLFormElement, route: string, api: Api): void {
  watchChanges(form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(form, async () => {
      say(form, t('Saving …'))
      const answer = await api.put(route, fieldsOf(form))
      showFaults(form, answer.ok ? undefined : answer.fault)
      if (answer.ok) saved(form)
    })
  })
}

/** Every named field, and the groups that were chosen for each scope. */
export function fieldsOf(form: HTMLFormElement): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'radio') {
      if (field.checked) fields[field.name] = field.value
    } else if (field instanceof HTMLInputElement && field.type === 'checkbox')
      fields[field.name] = field.checked
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      if (field.name !== '') fields[field.name] = field.value
  }
  for (const scope of form.querySelectorAll<HTMLFieldSetElement>('[data-scope]'))
    fields[`${scope.dataset['scope']}Groups`] = chosenGroups(scope)
  return fields
}

/** Marks the form as changed until it is saved, and asks before the page is left meanwhile. */
export function watchChanges(form: HTMLFormElement): void {
  const changed = (event: Event): void => {
    if (
      !(event.target instanceof HTMLElement) ||
      event.target.matches('[name=exampleUid], .countersign-groups input')
    )
      return
    if (form.dataset['changed'] === undefined) say(form, t('Not saved yet.'))
    form.dataset['changed'] = ''
  }
  form.addEventListener('input', changed)
  form.addEventListener(GROUPS_CHANGED, changed)
  window.addEventListener('beforeunload', (event) => {
    if (form.dataset['changed'] !== undefined) event.preventDefault()
  })
}

export function saved(form: HTMLFormElement): void {
  delete form.dataset['changed']
  say(form, t('Saved.'))
}

/** @param fault undefined: all fields are right */
export function showFaults(form: HTMLFormElement, fault: Fault | undefined): void {
  for (const old of form.querySelectorAll('.countersign-field-fault')) old.remove()
  for (const field of form.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid')
    field.removeAttribute('aria-describedby')
  }
  if (fault === undefined) return
  say(form, fault.sentence)
  let first: HTMLElement | undefined
  for (const [name, sentence] of faultsOf(fault)) {
    const field = fieldOf(form, name)
    if (field === undefined) continue
    const id = `countersign-fault-${name}`
    const words = node('p', { class: 'countersign-field-fault countersign-fault', id }, sentence)
    field.setAttribute('aria-invalid', 'true')
    field.setAttribute('aria-describedby', id)
    const around = field.closest('.countersign-field') ?? field
    if (around === field) field.append(words)
    else around.after(words)
    first ??= field
  }
  first?.closest('details')?.setAttribute('open', '')
  // A fieldset takes no focus: what can be put right in it does.
  const within =
    first instanceof HTMLFieldSetElement ? first.querySelector<HTMLElement>('input:checked, input') : null
  ;(within ?? first)?.focus()
}

export function say(form: HTMLFormElement, words: string): void {
  part(form, '.countersign-said', HTMLElement).textContent = words
}

export async function whileBusy(form: HTMLFormElement, work: () => Promise<void>): Promise<void> {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
  const pressed = document.activeElement
  for (const button of buttons) button.disabled = true
  form.setAttribute('aria-busy', 'true')
  await work()
  form.removeAttribute('aria-busy')
  for (const button of buttons) button.disabled = false
  // A button that is disabled drops the focus, and nobody else may have taken it meanwhile.
  if (document.activeElement === document.body && pressed instanceof HTMLElement) pressed.focus()
}

/** A field by its name, or the fieldset of a scope: `useGroups` is a fault of the groups within it. */
function fieldOf(form: HTMLFormElement, name: string): HTMLElement | undefined {
  const scope = form.querySelector(`[data-scope="${CSS.escape(name.replace(/Groups$/, ''))}"]`)
  if (scope instanceof HTMLElement) return scope
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`)
  const fieldset =
    field instanceof HTMLInputElement && field.type === 'radio' ? field.closest('fieldset') : null
  return fieldset ?? (field instanceof HTMLElement ? field : undefined)
}

function faultsOf({ details }: Fault): readonly (readonly [string, string])[] {
  const { faults } = details
  if (typeof faults !== 'object' || faults === null) return []
  return Object.entries(faults).flatMap(([name, value]: [string, unknown]) => {
    const sentence = typeof value === 'object' && value !== null && 'sentence' in value ? value.sentence : ''
    return typeof sentence === 'string' ? [[name, sentence] as const] : []
  })
}
