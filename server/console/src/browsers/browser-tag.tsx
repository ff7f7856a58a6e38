// What a request said of its browser, as the phone showed it; nothing where it said nothing.
import type { RequestRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Tag } from '../parts/notes.js'
import { inBoth, useText } from '../text/language.js'

const tagText = inBoth(
  { known: 'Known browser', new: 'New browser' },
  { known: 'Bekannter Browser', new: 'Neuer Browser' },
)

export function BrowserTag({ known }: { readonly known: RequestRow['browserKnown'] }): JSX.Element | null {
  const text = useText(tagText)
  if (known === 'undetermined') return null
  return (
    <>
      {' '}
      <Tag tone={known === 'new' ? 'warn' : 'plain'}>{text[known]}</Tag>
    </>
  )
}
