// Settings, webhooks: where audit entries are sent, each with its test, its secret shown once, and its switch.
import type { Webhook, WebhookList, WebhookMade, WebhookTested } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Confirm, FormDialog } from '../parts/dialog.js'
import { TextArea, TextField } from '../parts/fields.js'
import { Menu } from '../parts/menu.js'
import { FaultNote, Loaded, Note, Tag } from '../parts/notes.js'
import { Once } from '../parts/once.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { emptyWebhook, webhookBodyOf, webhookFaults, webhookFormOf } from './webhook-form.js'
import { webhooksText } from './webhooks-text.js'

/** What is asked of the person right now. */
type Task =
  | { readonly is: 'edit'; readonly webhook: Webhook | undefined }
  | { readonly is: 'once'; readonly secret: string }
  | { readonly is: 'secret'; readonly webhook: Webhook }
  | { readonly is: 'remove'; readonly webhook: Webhook }

export function WebhooksPart({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(webhooksText)
  const api = useApi()
  const webhooks = useReading(() => api.get<WebhookList>('/webhooks'), [])
  const [task, setTask] = useState<Task>()
  const done = (): void => {
    setTask(undefined)
    webhooks.again()
  }
  return (
    <Section
      title={text.title}
      lead={text.lead}
      actions={
        mayChange && (
          <button
            type="button"
            class="button button--small"
            onClick={() => setTask({ is: 'edit', webhook: undefined })}
          >
            {text.add}
          </button>
        )
      }
    >
      <Loaded of={webhooks}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{text.none}</p>
          ) : (
            <ul class="list">
              {items.map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  mayChange={mayChange}
                  onTask={setTask}
                  onChanged={webhooks.again}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {task && <TaskDialog task={task} onTask={setTask} onDone={done} />}
    </Section>
  )
}

interface WebhookRowProps {
  readonly webhook: Webhook
  readonly mayChange: boolean
  readonly onTask: (task: Task) => void
  readonly onChanged: () => void
}

function WebhookRow({ webhook, mayChange, onTask, onChanged }: WebhookRowProps): JSX.Element {
  const text = useText(webhooksText)
  const api = useApi()
  const change = useChanging()
  const [tested, setTested] = useState<WebhookTested>()
  const { id, url, description, actions, state, revision } = webhook
  const turn = (to: Webhook['state']): void =>
    void change.run(
      () => api.send('PUT', `/webhooks/${id}`, webhookBodyOf(webhookFormOf(webhook), to), { revision }),
      onChanged,
    )
  return (
    <li>
      <div class="list__words">
        <p class="list__name">{url}</p>
        {description !== '' && <p class="small">{description}</p>}
        <p class="small soft">{actions.join(', ')}</p>
        <div role="status">
          {tested && (
            <Note tone={tested.delivered ? 'good' : 'danger'}>
              {tested.delivered
                ? text.delivered(tested.status ?? 0, tested.tookMs)
                : text.failed(tested.error)}
            </Note>
          )}
        </div>
        <FaultNote fault={change.fault} />
      </div>
      <div class="row">
        <Tag tone={state === 'active' ? 'good' : 'warn'}>{text[state]}</Tag>
        {mayChange && (
          <>
            <button
              type="button"
              class="button button--small"
              disabled={change.busy}
              onClick={() =>
                void change.run(() => api.send<WebhookTested>('POST', `/webhooks/${id}/test`), setTested)
              }
            >
              {text.test}
            </button>
            <Menu
              label={text.actionsFor(url)}
              items={[
                { label: text.edit, onPick: () => onTask({ is: 'edit', webhook }) },
                state === 'active'
                  ? { label: text.pause, onPick: () => turn('paused') }
                  : { label: text.resume, onPick: () => turn('active') },
                { label: text.secret, onPick: () => onTask({ is: 'secret', webhook }) },
                { label: text.remove, onPick: () => onTask({ is: 'remove', webhook }), danger: true },
              ]}
            />
          </>
        )}
      </div>
    </li>
  )
}

interface TaskDialogProps {
  readonly task: Task
  readonly onTask: (task: Task) => void
  readonly onDone: () => void
}

function TaskDialog({ task, onTask, onDone }: TaskDialogProps): JSX.Element {
  const text = useText(webhooksText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const shared = { busy: change.busy, fault: change.fault, onClose: onDone }
  switch (task.is) {
    case 'once':
      return <Once {...text.once} value={task.secret} onDone={onDone} />
    case 'edit':
      return (
        <EditWebhook
          webhook={task.webhook}
          onClose={onDone}
          onMade={(secret) => onTask({ is: 'once', secret })}
        />
      )
    case 'secret':
      return (
        <Confirm
          {...shared}
          title={text.secretTitle}
          consequences={[text.secretLead]}
          confirm={text.secretDo}
          onConfirm={() =>
            void change.run(
              () => api.send<WebhookMade>('POST', `/webhooks/${task.webhook.id}/secret`),
              ({ secret }) => onTask({ is: 'once', secret }),
            )
          }
        />
      )
    case 'remove':
      return (
        <Confirm
          {...shared}
          title={text.removeTitle}
          consequences={[task.webhook.url, text.removeLead]}
          confirm={text.remove}
          onConfirm={() =>
            void change.run(
              () => api.send('DELETE', `/webhooks/${task.webhook.id}`),
              () => {
                say({ words: text.removed })
                onDone()
              },
            )
          }
        />
      )
  }
}

interface EditWebhookProps {
  readonly webhook: Webhook | undefined
  readonly onClose: () => void
  readonly onMade: (secret: string) => void
}

function EditWebhook({ webhook, onClose, onMade }: EditWebhookProps): JSX.Element {
  const text = useText(webhooksText)
  const api = useApi()
  const change = useChanging()
  const [form, setForm] = useState(() => (webhook ? webhookFormOf(webhook) : emptyWebhook))
  const [tried, setTried] = useState(false)
  const faults = webhookFaults(form, text)
  const body = webhookBodyOf(form, webhook?.state ?? 'active')
  const save = (): void => {
    setTried(true)
    if (Object.keys(faults).length > 0) return
    if (webhook)
      return void change.run(
        () => api.send('PUT', `/webhooks/${webhook.id}`, body, { revision: webhook.revision }),
        onClose,
      )
    void change.run(
      () => api.send<WebhookMade>('POST', '/webhooks', body),
      ({ secret }) => onMade(secret),
    )
  }
  return (
    <FormDialog
      title={webhook ? text.editTitle : text.add}
      submit={webhook ? text.edit : text.add}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={save}
    >
      <TextField
        label={text.url}
        hint={text.urlHint}
        type="url"
        fault={tried ? faults.url : undefined}
        value={form.url}
        onValue={(url) => setForm({ ...form, url })}
        first
      />
      <TextField
        label={text.description}
        value={form.description}
        maxLength={200}
        onValue={(description) => setForm({ ...form, description })}
        optional
      />
      <TextArea
        label={text.actions}
        hint={text.actionsHint}
        fault={tried ? faults.actions : undefined}
        value={form.actions}
        rows={3}
        onValue={(actions) => setForm({ ...form, actions })}
      />
    </FormDialog>
  )
}
