// Form fields: a label, a hint, the fault beneath, tied together for screen readers.
import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import { useText } from '../text/language.js'
import { partsText } from './text.js'

interface FieldProps {
  readonly label: string
  readonly hint?: ComponentChildren
  /** What is wrong with the value; undefined while nothing is. */
  readonly fault?: string | undefined
  readonly optional?: boolean
}

interface Tied {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

/** Any control with a label; the control gets the ids that tie it to hint and fault. */
export function Field({
  label,
  hint,
  fault,
  optional = false,
  children,
}: FieldProps & { readonly children: (tied: Tied) => ComponentChildren }): JSX.Element {
  const text = useText(partsText)
  const id = useId()
  const describing = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`]
  const describedBy = describing.filter((one) => one !== '').join(' ')
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="soft field__optional"> ({text.optional})</span>}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': fault !== undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} class="small soft">
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} class="field__fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

/** Preact knows each kind of input by its own roles, so a kind is an object and no bare word. */
const kinds = {
  text: { type: 'text' },
  email: { type: 'email' },
  url: { type: 'url' },
  number: { type: 'number' },
  password: { type: 'password' },
  date: { type: 'date' },
  time: { type: 'time' },
  'datetime-local': { type: 'datetime-local' },
} as const

interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: keyof typeof kinds
  readonly inputMode?: 'numeric' | 'email' | 'url' | 'text'
  readonly autocomplete?: string
  readonly placeholder?: string
  readonly maxLength?: number
  readonly required?: boolean
  readonly disabled?: boolean
  /** The first field of a dialog: it has the focus when the dialog opens. */
  readonly first?: boolean
}

export function TextField({
  value,
  onValue,
  first = false,
  type = 'text',
  ...rest
}: TextFieldProps): JSX.Element {
  const { label, hint, fault, optional, ...input } = rest
  return (
    <Field {...{ label, hint, fault }} optional={optional ?? false}>
      {(tied) => (
        <input
          class="input"
          autocomplete="off"
          // Names and IDs are no prose.
          spellcheck={false}
          autocapitalize="off"
          {...tied}
          {...input}
          {...kinds[type]}
          value={value}
          data-first={first || undefined}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

interface TextAreaProps extends FieldProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly rows?: number
  readonly maxLength?: number
  readonly first?: boolean
}

export function TextArea({
  value,
  onValue,
  rows = 3,
  first = false,
  maxLength,
  ...field
}: TextAreaProps): JSX.Element {
  return (
    <Field {...field}>
      {(tied) => (
        <textarea
          class="input input--area"
          rows={rows}
          {...(maxLength === undefined ? {} : { maxLength })}
          {...tied}
          value={value}
          data-first={first || undefined}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

interface SelectFieldProps<T extends string> extends FieldProps {
  readonly value: T
  readonly options: readonly (readonly [value: T, label: string])[]
  readonly onValue: (value: T) => void
  readonly disabled?: boolean
}

export function SelectField<T extends string>({
  value,
  options,
  onValue,
  disabled = false,
  ...field
}: SelectFieldProps<T>): JSX.Element {
  return (
    <Field {...field}>
      {(tied) => (
        <select
          class="input"
          {...tied}
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options[event.currentTarget.selectedIndex]
            if (chosen) onValue(chosen[0])
          }}
        >
          {options.map(([one, label]) => (
            <option key={one} value={one} selected={one === value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface CheckFieldProps {
  readonly label: ComponentChildren
  readonly hint?: ComponentChildren
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
  readonly disabled?: boolean
}

export function CheckField({
  label,
  hint,
  checked,
  onChecked,
  disabled = false,
}: CheckFieldProps): JSX.Element {
  const id = useId()
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-hint`} class="small soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

interface ChoiceFieldProps<T extends string> {
  readonly legend: string
  readonly value: T
  readonly options: readonly {
    readonly value: T
    readonly label: string
    readonly hint?: string
    readonly disabled?: boolean
  }[]
  readonly onValue: (value: T) => void
}

/** One of a few, all of them visible, each with a sentence. */
export function ChoiceField<T extends string>({
  legend,
  value,
  options,
  onValue,
}: ChoiceFieldProps<T>): JSX.Element {
  const name = useId()
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="choices__one">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled ?? false}
            onChange={() => onValue(option.value)}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <span class="choices__hint small soft">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
