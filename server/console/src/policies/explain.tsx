// The page /policies/explain: one login in thought, and for each setting who decided it, and why.
import type { PolicyExplained, SettingName } from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { useApi, useReading } from '../api/context.js'
import { SelectField, TextField } from '../parts/fields.js'
import { Loaded, Note, Tag, Working } from '../parts/notes.js'
import { Page, Section } from '../parts/page.js'
import type { Place } from '../route/router.js'
import { go, hrefTo, usePlace } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { isAddress } from './addresses.js'
import type { PolicyMessages } from './en.js'
import { keptDraft } from './kept-draft.js'
import { useNaming } from './naming.js'
import { PolicyTabs } from './page.js'
import type { Naming } from './summary.js'
import { valueInWords, waysInWords } from './summary.js'
import { policiesText } from './text.js'

export function ExplainPolicies(): JSX.Element {
  const text = useText(policiesText)
  const place = usePlace()
  const naming = useNaming()
  const asked = askedIn(place)
  return (
    <Page title={text.title} lead={text.explain.lead}>
      <PolicyTabs current="explain" />
      {keptDraft() !== undefined && <Note tone="warn">{text.explain.draftNote}</Note>}
      {naming === undefined && <Working />}
      {naming && <QuestionForm key={place.query.toString()} asked={asked} naming={naming} />}
      {naming && asked.account !== '' && asked.app !== '' && (
        <Explanation key={`answer ${place.query}`} asked={asked} naming={naming} />
      )}
    </Page>
  )
}

/** The question stands in the address, so that a help desk can pass it on. */
interface Asked {
  readonly account: string
  readonly app: string
  readonly address: string
  /** As a field for date and time writes it, in this computer's zone; empty: now. */
  readonly at: string
}

function askedIn({ query }: Place): Asked {
  const value = (name: string): string => query.get(name) ?? ''
  return { account: value('account'), app: value('app'), address: value('address'), at: value('at') }
}

function QuestionForm({ asked, naming }: { readonly asked: Asked; readonly naming: Naming }): JSX.Element {
  const text = useText(policiesText).explain
  const [form, setForm] = useState(asked)
  const [faults, setFaults] = useState<Partial<Record<keyof Asked, string>>>({})
  const change = (part: Partial<Asked>): void => setForm({ ...form, ...part })
  return (
    <form
      class="card form question"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const found = {
          ...(form.account.trim() === '' && { account: text.accountMissing }),
          ...(form.app === '' && { app: text.appMissing }),
          ...(form.address.trim() !== '' &&
            !isAddress(form.address.trim()) && { address: text.addressInvalid }),
        }
        setFaults(found)
        if (Object.keys(found).length > 0) return
        go(
          hrefTo('/policies/explain', {
            account: form.account.trim(),
            app: form.app,
            address: form.address.trim(),
            at: form.at,
          }),
        )
      }}
    >
      <div class="field-row">
        <TextField
          label={text.account}
          hint={text.accountHint}
          fault={faults.account}
          value={form.account}
          onValue={(account) => change({ account })}
        />
        <SelectField
          label={text.app}
          fault={faults.app}
          value={form.app}
          options={[['', '–'], ...naming.apps]}
          onValue={(app) => change({ app })}
        />
      </div>
      <div class="field-row">
        <TextField
          label={text.address}
          hint={text.addressHint}
          fault={faults.address}
          value={form.address}
          onValue={(address) => change({ address })}
          optional
        />
        <TextField
          label={text.at}
          hint={text.atHint}
          type="datetime-local"
          value={form.at}
          onValue={(at) => change({ at })}
          optional
        />
      </div>
      <div class="row">
        <button type="submit" class="button button--primary">
          {text.run}
        </button>
      </div>
    </form>
  )
}

function Explanation({ asked, naming }: { readonly asked: Asked; readonly naming: Naming }): JSX.Element {
  const api = useApi()
  const { account, app, address, at } = asked
  const explained = useReading(
    () =>
      api.get<PolicyExplained>('/policies/explain', {
        account,
        app,
        address,
        atMs: at === '' ? undefined : new Date(at).getTime(),
      }),
    [],
  )
  const text = useText(policiesText).explain
  if (isUnknown(explained.fault)) return <Note tone="warn">{text.accountUnknown}</Note>
  return <Loaded of={explained}>{(value) => <Answered explained={value} naming={naming} />}</Loaded>
}

const isUnknown = (fault: Fault | undefined): boolean => fault?.code === 'not_found'

function Answered({
  explained,
  naming,
}: {
  readonly explained: PolicyExplained
  readonly naming: Naming
}): JSX.Element {
  const { text } = naming
  const words = text.explain
  const { considered } = explained
  return (
    <div class="explained">
      <Outcome explained={explained} naming={naming} />
      <Section title={words.settings}>
        <SettingsTable explained={explained} naming={naming} />
      </Section>
      <Section title={words.considered}>
        {considered.length === 0 && <p class="soft">{words.noPolicies}</p>}
        <ol class="considered">
          {considered.map(({ policyId, policyName, applies, because }) => {
            const decided = decidedBy(policyId, explained).map((name) => text.setting[name])
            return (
              <li
                key={policyId}
                class={applies ? 'considered__one considered__one--applies' : 'considered__one'}
              >
                <div class="row">
                  <strong>{policyName}</strong>
                  <Tag tone={applies ? 'good' : 'plain'}>{applies ? words.applies : words.appliesNot}</Tag>
                </div>
                <p class="small soft">
                  {words.because[because]}{' '}
                  {applies && (decided.length > 0 ? words.decides(decided.join(', ')) : words.decidesNothing)}
                </p>
              </li>
            )
          })}
        </ol>
      </Section>
    </div>
  )
}

/** The answer in one sentence, and what it rests on. */
function Outcome({
  explained: { facts, settings, outcome },
  naming,
}: {
  readonly explained: PolicyExplained
  readonly naming: Naming
}): JSX.Element {
  const words = naming.text.explain
  const format = useFormat()
  const { withWaiver, withoutWaiver, waivedBecause } = outcome
  const waived = withWaiver === 'waived' && waivedBecause !== null
  return (
    <Section
      title={words.result(facts.userId, appName(facts.appId, naming))}
      lead={[facts.address, format.dateTime(facts.atMs)].filter((part) => part !== '').join(' · ')}
    >
      <Note tone={withWaiver === 'locked_out' ? 'danger' : 'info'}>
        <p>
          <strong>
            {waived
              ? words.outcome.waived[waivedBecause]
              : words.outcome[withWaiver === 'waived' ? 'challenge' : askedFor(withWaiver, outcome)]}
          </strong>
        </p>
        {waived && <p>{words.otherApp[withoutWaiver]}</p>}
        {outcome.withSetUp === 'set_up' && (
          <p>
            {words.setUp}
            {outcome.laterUntilMs !== null && ` ${words.setUpLater(format.dateTime(outcome.laterUntilMs))}`}
          </p>
        )}
      </Note>
      {facts.accountState !== 'active' && <Note tone="warn">{words.accountState[facts.accountState]}</Note>}
      <p class="small soft">
        {words.devices(facts.activeDevices)}
        {settings.userVerification === 'biometrics' &&
          facts.activeDevices > 0 &&
          ` ${words.biometrics(facts.biometricDevices)}`}
        {facts.activePasskeys > 0 && ` ${words.passkeys(facts.activePasskeys, outcome.passkeyAtHand)}`}
        {facts.totps > 0 && ` ${words.totps(facts.totps)}`}
        {facts.backupCodesLeft > 0 && ` ${words.backupCodes(facts.backupCodesLeft)}`}{' '}
        {outcome.codesAtHand.length > 0
          ? words.atHand(waysInWords(outcome.codesAtHand, naming.text))
          : words.noneAtHand}
        {facts.secondFactorOffUntilMs !== null &&
          ` ${words.secondFactorOff(format.dateTime(facts.secondFactorOffUntilMs))}`}
      </p>
    </Section>
  )
}

/** What the person can answer with, where they are asked at all. */
function askedFor(
  result: Exclude<PolicyExplained['outcome']['withWaiver'], 'waived'>,
  { devicesAtHand, passkeyAtHand, codesAtHand }: PolicyExplained['outcome'],
): Exclude<keyof PolicyMessages['explain']['outcome'], 'waived'> {
  if (result !== 'challenge' || devicesAtHand > 0) return result
  if (!passkeyAtHand) return 'codes'
  return codesAtHand.length > 0 ? 'passkeyOrCodes' : 'onlyPasskey'
}

function SettingsTable({
  explained: { settings, decidedBy: by },
  naming,
}: {
  readonly explained: PolicyExplained
  readonly naming: Naming
}): JSX.Element {
  const { text } = naming
  const words = text.explain
  return (
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.settingHead}</th>
            <th scope="col">{words.valueHead}</th>
            <th scope="col">{words.decidedHead}</th>
          </tr>
        </thead>
        <tbody>
          {settingNames.map((name) => {
            const { by: kind, policyName } = by[name]
            return (
              <tr key={name}>
                <th scope="row">{text.setting[name]}</th>
                <td data-label={words.valueHead}>{valueInWords(name, settings, text)}</td>
                <td data-label={words.decidedHead}>
                  {kind === 'default' || policyName === null ? (
                    <span class="soft">{words.byDefault}</span>
                  ) : kind === 'profile' ? (
                    words.byProfile(policyName)
                  ) : (
                    policyName
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function decidedBy(policyId: string, { decidedBy: by }: PolicyExplained): readonly SettingName[] {
  return settingNames.filter((name) => by[name].policyId === policyId)
}

function appName(id: PolicyExplained['facts']['appId'], naming: Naming): string {
  return naming.apps.get(id) ?? naming.otherApp
}
