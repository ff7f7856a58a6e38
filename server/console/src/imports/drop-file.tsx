// A place to drop a file on, which is a button too; what cannot be a list is refused before it is sent.
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/icons.js'
import { useText } from '../text/language.js'
import { importsText } from './text.js'

interface DropFileProps {
  readonly maxBytes: number
  readonly onFile: (file: File) => void
}

export function DropFile({ maxBytes, onFile }: DropFileProps): JSX.Element {
  const text = useText(importsText).choose
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [fault, setFault] = useState<string>()
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const found = await faultOf(file, maxBytes)
    setFault(found === undefined ? undefined : text[found])
    if (found === undefined) onFile(file)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button in it is everybody's */}
      <div
        class={over ? 'drop drop--over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void take(event.dataTransfer?.files[0])
        }}
      >
        <Icon name="onboarding" />
        <p class="drop__title">{text.drop}</p>
        <p class="soft small">{text.or}</p>
        <button type="button" class="button button--primary" onClick={() => input.current?.click()}>
          {text.button}
        </button>
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-label={text.button}
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            void take(file)
            // The same file may be chosen again after it was corrected.
            event.currentTarget.value = ''
          }}
        />
        <p class="soft small">{text.hint}</p>
      </div>
      {fault !== undefined && (
        <p class="field__fault" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}

/** How workbooks begin: ZIP (.xlsx, .ods) and the older compound file (.xls). */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
]

async function faultOf(file: File, maxBytes: number): Promise<'empty' | 'tooLarge' | 'notText' | undefined> {
  if (file.size === 0) return 'empty'
  if (file.size > maxBytes) return 'tooLarge'
  const begin = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  return WORKBOOKS.some((bytes) => bytes.every((byte, place) => begin[place] === byte))
    ? 'notText'
    : undefined
}
