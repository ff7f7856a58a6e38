// One entry whole: what was recorded, and its place in the chain.
import type { AuditEntryBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.js'
import { hrefTo } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { actionWords, inWords } from './action-words.js'
import { auditText } from './text.js'
import { actorInWords, factInWords, subjectInWords } from './words.js'

interface EntryDetailsProps {
  readonly entry: AuditEntryBody
  readonly onClose: () => void
}

export function EntryDetails({ entry, onClose }: EntryDetailsProps): JSX.Element {
  const text = useText(auditText)
  const words = useText(actionWords)
  const format = useFormat()
  const { accountId, names, sequence, hash, facts, action } = entry
  return (
    <Dialog title={inWords(action, words)} onClose={onClose} wide>
      <dl class="facts entry">
        <dt>{text.when}</dt>
        <dd>
          {format.dateTime(entry.atMs)} <code class="soft">{new Date(entry.atMs).toISOString()}</code>
        </dd>
        <dt>{text.who}</dt>
        <dd>
          {actorInWords(entry, text)} <code class="soft">{entry.actor}</code>
        </dd>
        {subjectInWords(entry) !== '' && (
          <>
            <dt>{text.whom}</dt>
            <dd>
              {accountId !== null && names.account !== null ? (
                <a href={hrefTo(`/accounts/${accountId}`)} onClick={onClose}>
                  {subjectInWords(entry)}
                </a>
              ) : (
                subjectInWords(entry)
              )}
            </dd>
          </>
        )}
        <dt>{text.what}</dt>
        <dd>
          <code>{action}</code>{' '}
          <a class="small" href={hrefTo('/audit', { action })} onClick={onClose}>
            {text.entry.same}
          </a>
        </dd>
        <dt>{text.entry.sequence}</dt>
        <dd>{sequence === null ? text.entry.notSealed : format.number(sequence)}</dd>
        {hash !== null && (
          <>
            <dt>{text.entry.hash}</dt>
            <dd>
              <code>{hash}</code>
            </dd>
          </>
        )}
        <dt>{text.entry.id}</dt>
        <dd>
          <code>{entry.id}</code>
        </dd>
      </dl>
      {Object.keys(facts).length > 0 && (
        <>
          <h3>{text.entry.facts}</h3>
          <dl class="facts entry">
            {Object.entries(facts).map(([name, value]) => (
              <div key={name} class="entry__fact">
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{factInWords(value, text.entry)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Dialog>
  )
}
