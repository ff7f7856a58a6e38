// All entries into a file that a passphrase opens, and out of one.
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Heading, Screen, Working } from '../../parts/screen.js'
import type { FileFault } from '../backup-file.js'
import { FILE_MAX_BYTES } from '../backup-file.js'
import { strengthOf } from '../passphrase.js'
import { saveFile } from '../save-file.js'
import type { Imported, Shelf } from '../shelf.js'
import { useEntryText } from '../text/index.js'

interface FileScreenProps {
  readonly shelf: Shelf
  readonly count: number
}

export function FileScreen({ shelf, count }: FileScreenProps): JSX.Element {
  const text = useEntryText().file
  return (
    <Screen back={{ at: 'codes' }}>
      <Heading>{text.title}</Heading>
      <Export shelf={shelf} count={count} />
      <Import shelf={shelf} />
    </Screen>
  )
}

function Export({ shelf, count }: FileScreenProps): JSX.Element {
  const text = useEntryText().file
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [at, setAt] = useState<'idle' | 'busy' | 'done'>('idle')
  const [fault, setFault] = useState<string>()
  const strength = strengthOf(passphrase)
  const save = async (): Promise<void> => {
    if (strength === 'too_short') return setFault(text.strength.too_short)
    if (passphrase !== again) return setFault(text.differ)
    setFault(undefined)
    setAt('busy')
    await saveFile(await shelf.exported(passphrase), new Date())
    setPassphrase('')
    setAgain('')
    setAt('done')
  }
  return (
    <section class="card stack stack--wide" aria-labelledby="export">
      <h2 id="export">{text.exportTitle}</h2>
      <p class="small soft">{text.exportLead}</p>
      <p class="small soft">{text.notOurs}</p>
      {count === 0 ? (
        <p>{text.nothing}</p>
      ) : (
        <form
          class="stack stack--wide"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Secret id="export-passphrase" label={text.passphrase} value={passphrase} onValue={setPassphrase}>
            <p id="export-passphrase-hint" class="small soft" role="status">
              {passphrase === '' ? text.passphraseHint : text.strength[strength]}
            </p>
          </Secret>
          <Secret id="export-again" label={text.again} value={again} onValue={setAgain} />
          <p class="small soft">{text.forgotten}</p>
          <p class="field__fault" role="alert">
            {fault}
          </p>
          {at === 'busy' ? (
            <Working words={text.sealing} />
          ) : (
            <button type="submit" class="button button--wide">
              {text.export}
            </button>
          )}
          <p role="status">{at === 'done' && text.exported(count)}</p>
        </form>
      )}
    </section>
  )
}

function Import({ shelf }: { readonly shelf: Shelf }): JSX.Element {
  const text = useEntryText().file
  const input = useRef<HTMLInputElement>(null)
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Imported | FileFault | 'missing'>()
  const take = async (): Promise<void> => {
    const file = input.current?.files?.[0]
    if (file === undefined) return setOutcome('missing')
    setBusy(true)
    setOutcome(undefined)
    // Looked at before it is read: a film, chosen by mistake, would fill the memory.
    const read = file.size > FILE_MAX_BYTES ? 'not_one' : await shelf.imported(await file.text(), passphrase)
    setBusy(false)
    setOutcome(read)
    if (typeof read !== 'string') setPassphrase('')
  }
  return (
    <section class="card stack stack--wide" aria-labelledby="import">
      <h2 id="import">{text.importTitle}</h2>
      <p class="small soft">{text.importLead}</p>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          void take()
        }}
      >
        <div class="field">
          <label for="import-file">{text.file}</label>
          <input ref={input} id="import-file" class="input" type="file" accept=".json,application/json" />
        </div>
        <Secret id="import-passphrase" label={text.passphrase} value={passphrase} onValue={setPassphrase} />
        <p class="field__fault" role="alert">
          {outcome === 'missing' && text.fileMissing}
          {typeof outcome === 'string' && outcome !== 'missing' && text.faults[outcome]}
        </p>
        {busy ? (
          <Working words={text.opening} />
        ) : (
          <button type="submit" class="button button--wide">
            {text.import}
          </button>
        )}
        <p role="status">
          {typeof outcome === 'object' &&
            [
              text.imported(outcome.added),
              outcome.known > 0 && text.known(outcome.known),
              outcome.left > 0 && text.left(outcome.left),
            ]
              .filter(Boolean)
              .join(' ')}
        </p>
      </form>
    </section>
  )
}

function Secret({
  id,
  label,
  value,
  onValue,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly children?: JSX.Element
}): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="password"
        autocomplete="off"
        aria-describedby={children ? `${id}-hint` : undefined}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {children}
    </div>
  )
}
