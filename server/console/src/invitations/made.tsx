// What came of inviting: how many, who was left out and why, and the next step: sheets to print, or start codes to give out.
import type { Invited } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging } from '../api/context.js'
import { FaultNote, Note } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import { useText } from '../text/language.js'
import { saveStartCodes } from './start-codes.js'
import { invitationsText } from './text.js'

interface MadeProps {
  readonly invited: Invited
  readonly channel: 'mail' | 'sheet'
}

export function Made({ invited, channel }: MadeProps): JSX.Element {
  const text = useText(invitationsText).made
  const back = useText(invitationsText).new.back
  const { ids, leftOut } = invited
  return (
    <>
      {ids.length === 0 && <Note>{text.none}</Note>}
      {ids.length > 0 && (channel === 'mail' ? <Mailed ids={ids} /> : <OnSheets ids={ids} />)}
      {Object.values(leftOut).some((count) => count > 0) && (
        <Section title={text.leftOut}>
          <ul class="consequences">
            {(['hasDevice', 'invitedAlready', 'notActive', 'noAddress', 'notPermitted'] as const)
              .filter((reason) => leftOut[reason] > 0)
              .map((reason) => (
                <li key={reason}>{text[reason](leftOut[reason])}</li>
              ))}
          </ul>
        </Section>
      )}
      <div class="row">
        <a class="button" href={hrefTo('/invitations', { state: 'open' })}>
          {back}
        </a>
      </div>
    </>
  )
}

function Mailed({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const text = useText(invitationsText)
  const api = useApi()
  const change = useChanging()
  return (
    <Note tone="good">
      <p>{text.made.mail}</p>
      <FaultNote fault={change.fault} />
      <button
        type="button"
        class="button button--primary"
        disabled={change.busy}
        onClick={() => void change.run(() => saveStartCodes(api, ids, text.codeFile))}
      >
        {text.made.codes}
      </button>
    </Note>
  )
}

function OnSheets({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const text = useText(invitationsText).made
  return (
    <Note tone="good">
      <p>{text.sheet}</p>
      <a class="button button--primary" href={hrefTo('/invitations/sheet', { ids: ids.join('.') })}>
        {text.print}
      </a>
    </Note>
  )
}
