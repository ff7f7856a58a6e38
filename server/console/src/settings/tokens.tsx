// Settings, API tokens: programs that may administer, each with what it may and until when.
import type { Permission, TokenAdded, TokenList, TokenRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { Confirm, FormDialog } from '../parts/dialog.js'
import { SelectField, TextField } from '../parts/fields.js'
import { Loaded, Tag } from '../parts/notes.js'
import { Once } from '../parts/once.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { PickField } from '../policies/pick-field.js'
import { useSession } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { permissionWords } from './permission-words.js'
import { tokensText } from './tokens-text.js'

export function TokensPart({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(tokensText)
  const api = useApi()
  const tokens = useReading(() => api.get<TokenList>('/tokens', { limit: 200 }), [])
  const [adding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<TokenRow>()
  return (
    <Section
      title={text.title}
      lead={text.lead}
      actions={
        mayChange && (
          <button type="button" class="button button--small" onClick={() => setAdding(true)}>
            {text.add}
          </button>
        )
      }
    >
      <Loaded of={tokens}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{text.none}</p>
          ) : (
            <TokenTable tokens={items} mayChange={mayChange} onRevoke={setRevoking} />
          )
        }
      </Loaded>
      {adding && (
        <AddToken
          onClose={() => {
            setAdding(false)
            tokens.again()
          }}
        />
      )}
      {revoking && (
        <RevokeToken
          token={revoking}
          onClose={() => {
            setRevoking(undefined)
            tokens.again()
          }}
        />
      )}
    </Section>
  )
}

interface TokenTableProps {
  readonly tokens: readonly TokenRow[]
  readonly mayChange: boolean
  readonly onRevoke: (token: TokenRow) => void
}

function TokenTable({ tokens, mayChange, onRevoke }: TokenTableProps): JSX.Element {
  const text = useText(tokensText)
  const words = useText(permissionWords)
  const format = useFormat()
  const isOver = ({ revokedAtMs, expiresAtMs }: TokenRow): boolean =>
    revokedAtMs !== null || expiresAtMs < Date.now()
  const columns: readonly Column<TokenRow>[] = [
    { id: 'name', title: text.name, kind: 'main', cell: ({ name }) => name },
    {
      id: 'state',
      title: text.state,
      cell: (token) => (
        <Tag tone={isOver(token) ? 'plain' : 'good'}>
          {token.revokedAtMs !== null ? text.revoked : isOver(token) ? text.expired : text.valid}
        </Tag>
      ),
    },
    {
      id: 'may',
      title: text.may,
      cell: ({ permissions }) => (
        <span class="small">{permissions.map((permission) => words[permission]).join('; ')}</span>
      ),
    },
    { id: 'ends', title: text.ends, cell: ({ expiresAtMs }) => format.date(expiresAtMs) },
    {
      id: 'used',
      title: text.used,
      cell: ({ usedAtMs }) => (usedAtMs === null ? text.never : format.ago(usedAtMs)),
    },
    {
      id: 'tools',
      title: text.revoke,
      kind: 'tools',
      cell: (token) =>
        mayChange &&
        !isOver(token) && (
          <button
            type="button"
            class="button button--small button--danger-quiet"
            aria-label={text.revokeOf(token.name)}
            onClick={() => onRevoke(token)}
          >
            {text.revoke}
          </button>
        ),
    },
  ]
  return <Table caption={text.table} columns={columns} rows={tokens} keyOf={({ id }) => id} />
}

const DAY_MS = 86_400_000
const lives = { month: 30, quarter: 90, half: 180, year: 365 } as const
type Life = keyof typeof lives

function AddToken({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const text = useText(tokensText)
  const words = useText(permissionWords)
  const api = useApi()
  const change = useChanging()
  // A token can never do more than whoever makes it.
  const { permissions } = useSession().session
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Permission[]>([])
  const [life, setLife] = useState<Life>('quarter')
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState<TokenAdded>()
  if (added) return <Once {...text.once} value={added.secret} onDone={onClose} />
  return (
    <FormDialog
      title={text.add}
      submit={text.add}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      wide
      onSubmit={() => {
        setTried(true)
        if (name.trim() === '' || chosen.length === 0) return
        const body = {
          name: name.trim(),
          permissions: chosen,
          expiresAtMs: Date.now() + lives[life] * DAY_MS,
        }
        void change.run(() => api.send<TokenAdded>('POST', '/tokens', body), setAdded)
      }}
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        fault={tried && name.trim() === '' ? text.nameMissing : undefined}
        value={name}
        maxLength={64}
        onValue={setName}
        first
      />
      <PickField
        legend={text.may}
        hint={`${text.mayHint} ${permissions.includes('scim:write') ? text.scim : ''}`}
        none={text.mayNone}
        options={permissions.map((permission) => [permission, words[permission]] as const)}
        chosen={chosen}
        onChosen={setChosen}
      />
      {tried && chosen.length === 0 && (
        <p class="field__fault" role="alert">
          {text.mayMissing}
        </p>
      )}
      <SelectField
        label={text.ends}
        value={life}
        options={(['month', 'quarter', 'half', 'year'] as const).map((one) => [one, text.lives[one]])}
        onValue={setLife}
      />
    </FormDialog>
  )
}

function RevokeToken({
  token,
  onClose,
}: {
  readonly token: TokenRow
  readonly onClose: () => void
}): JSX.Element {
  const text = useText(tokensText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  return (
    <Confirm
      title={text.revokeTitle(token.name)}
      consequences={[text.revokeLead]}
      confirm={text.revoke}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onConfirm={() =>
        void change.run(
          () => api.send('DELETE', `/tokens/${token.id}`),
          () => {
            say({ words: text.revokedNow })
            onClose()
          },
        )
      }
    />
  )
}
