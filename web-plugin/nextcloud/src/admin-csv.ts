// Assignments by file: a CSV file is read by the server and goes through the same preview as any other changes; or it is written.
import type { Changer } from './admin-changes.js'
import { linesIn, type Outlook } from './admin-person.js'
import type { Api } from './api.js'
import { t } from './l10n.js'
import { node } from './nodes.js'

const MAX_BYTES = 2_000_000

export function csvTools(
  input: HTMLInputElement,
  exporter: HTMLButtonElement,
  notice: HTMLElement,
  api: Api,
  changes: Changer,
): void {
  const say = (words: string): void => notice.replaceChildren(node('p', {}, words))
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    // The same file again is a change, too: it may have been corrected.
    input.value = ''
    if (file !== undefined) void read(file)
  })
  exporter.addEventListener('click', () => {
    exporter.disabled = true
    void write().then(() => {
      exporter.disabled = false
    })
  })

  const read = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) return say(t('The file is too large: at most {size} MB.', { size: 2 }))
    say(t('Reading {file} …', { file: file.name }))
    const csv = textOf(await file.arrayBuffer())
    if (csv === undefined) return say(t('The file is not written in UTF-8.'))
    const answer = await api.post('people/csv', { csv })
    if (!answer.ok) return say(answer.fault.sentence)
    const lines = linesIn(answer.value)
    const unread = lines.flatMap(({ line, uid, change, fault }): Outlook[] =>
      change === undefined
        ? [
            {
              uid,
              kind: 'refused',
              sentence: t('Line {line}: {fault}', { line, fault }),
              note: '',
              undo: undefined,
              person: undefined,
            },
          ]
        : [],
    )
    await changes.make(
      lines.flatMap(({ change }) => (change === undefined ? [] : [change])),
      unread,
    )
  }

  const write = async (): Promise<void> => {
    const parts: string[] = []
    let after = ''
    do {
      const answer = await api.get('people/csv', after === '' ? {} : { after })
      if (!answer.ok) return say(answer.fault.sentence)
      const { csv, next } = answer.value
      parts.push(typeof csv === 'string' ? csv : '')
      after = typeof next === 'string' ? next : ''
      say(t('Writing part {count} …', { count: parts.length }))
    } while (after !== '')
    const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }))
    const link = node('a', { href: url, download: 'countersign.csv' })
    link.click()
    URL.revokeObjectURL(url)
    say(t('Written: countersign.csv'))
  }
}

function textOf(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
