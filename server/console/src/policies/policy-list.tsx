// The policies in their order, each in words; moved by buttons or by Alt and an arrow, with the default at the bottom.
import type { DecidedSettings } from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/icons.js'
import { Tag } from '../parts/notes.js'
import type { DraftPolicy } from './draft.js'
import type { Naming } from './summary.js'
import { conditionsInWords, settingsInWords, valueInWords } from './summary.js'

interface PolicyListProps {
  readonly policies: readonly DraftPolicy[]
  readonly defaults: DecidedSettings
  readonly naming: Naming
  readonly mayChange: boolean
  readonly onMove: (policy: DraftPolicy, by: -1 | 1) => void
  readonly onSwitch: (policy: DraftPolicy, enabled: boolean) => void
  readonly onEdit: (policy: DraftPolicy) => void
  readonly onRemove: (policy: DraftPolicy) => void
}

type Direction = 'up' | 'down'

export function PolicyList(props: PolicyListProps): JSX.Element {
  const { policies, defaults, naming, mayChange, onMove } = props
  const { text } = naming
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const [focus, setFocus] = useState<{ readonly key: string; readonly direction: Direction }>()
  // Moving its row in the document takes the focus away from a button: give it back, or to the other one at an end.
  useLayoutEffect(() => {
    if (!focus) return
    const row = list.current?.querySelector(`[data-policy="${focus.key}"]`)
    const wanted = row?.querySelector(`[data-move="${focus.direction}"]:enabled`)
    const target = wanted ?? row?.querySelector('[data-move]:enabled')
    if (target instanceof HTMLElement) target.focus()
  }, [focus, policies])

  const move = (policy: DraftPolicy, place: number, direction: Direction): void => {
    const to = direction === 'up' ? place - 1 : place + 1
    if (to < 0 || to >= policies.length) return
    onMove(policy, direction === 'up' ? -1 : 1)
    setFocus({ key: policy.key, direction })
    setSaid(text.moved(policy.name, to + 1, policies.length))
  }

  return (
    <>
      <p class="unseen" role="status">
        {said}
      </p>
      <ol ref={list} class="policies" aria-label={text.list}>
        {policies.map((policy, place) => (
          <PolicyRow
            key={policy.key}
            {...props}
            policy={policy}
            place={place}
            onDirection={(direction) => move(policy, place, direction)}
          />
        ))}
        <li class="policy policy--default">
          <div class="policy__words">
            <h2>{text.builtIn}</h2>
            <p class="soft small">{text.builtInLead}</p>
            <dl class="policy__facts">
              {settingNames.map((name) => (
                <div key={name}>
                  <dt>{text.setting[name]}</dt>
                  <dd>{valueInWords(name, defaults, text)}</dd>
                </div>
              ))}
            </dl>
          </div>
        </li>
      </ol>
      {mayChange && policies.length > 1 && <p class="soft small">{text.moveHint}</p>}
    </>
  )
}

interface PolicyRowProps extends PolicyListProps {
  readonly policy: DraftPolicy
  readonly place: number
  readonly onDirection: (direction: Direction) => void
}

function PolicyRow({
  policy,
  place,
  policies,
  naming,
  mayChange,
  onDirection,
  onSwitch,
  onEdit,
  onRemove,
}: PolicyRowProps): JSX.Element {
  const { text } = naming
  const { name, enabled } = policy
  return (
    <li
      class={enabled ? 'policy card' : 'policy policy--off card'}
      data-policy={policy.key}
      onKeyDown={(event) => {
        const direction = ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key]
        if (!direction || !event.altKey || !mayChange) return
        event.preventDefault()
        onDirection(direction)
      }}
    >
      <div class="policy__words">
        <div class="policy__head">
          <span class="policy__place" aria-hidden="true">
            {place + 1}
          </span>
          <h2>{name}</h2>
          <span class="unseen">{text.position(place + 1, policies.length)}</span>
          {!enabled && <Tag tone="warn">{text.off}</Tag>}
        </div>
        <dl class="policy__facts">
          <div>
            <dt>{text.when}</dt>
            <dd>
              {conditionsInWords(policy.when, naming).map((phrase) => (
                <span key={phrase} class="policy__phrase">
                  {phrase}
                </span>
              ))}
            </dd>
          </div>
          {settingsInWords(policy.then, text).map(([setting, value]) => (
            <div key={setting}>
              <dt>{setting}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {mayChange && (
        <div class="policy__tools">
          {(['up', 'down'] as const).map((direction) => (
            <button
              key={direction}
              type="button"
              class="icon-button"
              data-move={direction}
              aria-label={direction === 'up' ? text.moveUp(name) : text.moveDown(name)}
              aria-keyshortcuts={direction === 'up' ? 'Alt+ArrowUp' : 'Alt+ArrowDown'}
              disabled={direction === 'up' ? place === 0 : place === policies.length - 1}
              onClick={() => onDirection(direction)}
            >
              <Icon name={direction} />
            </button>
          ))}
          <label class="policy__switch">
            <input
              type="checkbox"
              checked={enabled}
              aria-label={text.turnOn(name)}
              onChange={(event) => onSwitch(policy, event.currentTarget.checked)}
            />
            <span aria-hidden="true">{text.on}</span>
          </label>
          <button
            type="button"
            class="button button--small"
            aria-label={text.edit(name)}
            onClick={() => onEdit(policy)}
          >
            {text.editShort}
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={text.remove(name)}
            onClick={() => onRemove(policy)}
          >
            <Icon name="cross" />
          </button>
        </div>
      )}
    </li>
  )
}
