// The fields of a webhook, and what is wrong with them.
import type { Webhook, WebhookBody } from '@countersign/protocol/admin'
import type { webhooksText } from './webhooks-text.js'

export interface WebhookForm {
  readonly url: string
  readonly description: string
  /** One pattern a line. */
  readonly actions: string
}

export const emptyWebhook: WebhookForm = { url: '', description: '', actions: 'login.*' }

export function webhookFormOf({ url, description, actions }: Webhook): WebhookForm {
  return { url, description, actions: actions.join('\n') }
}

export function webhookBodyOf(form: WebhookForm, state: Webhook['state']): WebhookBody {
  return {
    url: form.url.trim(),
    description: form.description.trim(),
    actions: [...patternsOf(form.actions)],
    state,
  }
}

/** `*`, `login.*` or `login.reported`: the server's own rule. */
const PATTERN = /^(?:\*|[a-z_]+\.(?:\*|[a-z_]+))$/

export function webhookFaults(
  form: WebhookForm,
  text: (typeof webhooksText)['en'],
): { readonly url?: string; readonly actions?: string } {
  const patterns = patternsOf(form.actions)
  const wrong = patterns.find((pattern) => !PATTERN.test(pattern))
  // http: is taken by servers that allow private addresses; the server says so itself.
  const isAddress = /^https?:\/\//.test(form.url.trim()) && URL.canParse(form.url.trim())
  return {
    ...(isAddress ? {} : { url: text.urlInvalid }),
    ...(patterns.length === 0 ? { actions: text.actionsMissing } : {}),
    ...(wrong === undefined ? {} : { actions: text.actionInvalid(wrong) }),
  }
}

function patternsOf(typed: string): readonly string[] {
  return typed.split(/[\s,]+/).filter((pattern) => pattern !== '')
}
