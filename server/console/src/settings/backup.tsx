// Settings, backup: the copies there are, and one more now.
import type { Backup, BackupList } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FaultNote, Loaded, Note, Working } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { backupText } from './backup-text.js'

export function BackupSettings({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(backupText)
  const format = useFormat()
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const backups = useReading(() => api.get<BackupList>('/backups'), [])
  const columns: readonly Column<Backup>[] = [
    { id: 'name', title: text.name, kind: 'main', cell: ({ name }) => <code>{name}</code> },
    { id: 'when', title: text.when, cell: ({ madeAtMs }) => format.dateTime(madeAtMs) },
    {
      id: 'size',
      title: text.size,
      kind: 'number',
      cell: ({ sizeBytes }) => text.megabytes(format.number(Math.ceil(sizeBytes / 100_000) / 10)),
    },
  ]
  return (
    <Section title={text.title} lead={text.lead}>
      <Loaded of={backups}>
        {({ configured, items }) => (
          <>
            {!configured && <Note tone="warn">{text.notSet}</Note>}
            {configured && mayChange && (
              <div class="row">
                {change.busy ? (
                  <Working words={text.making} />
                ) : (
                  <button
                    type="button"
                    class="button button--primary"
                    onClick={() =>
                      void change.run(
                        () => api.send<Backup>('POST', '/backups', {}),
                        ({ name }) => {
                          say({ words: text.made(name) })
                          backups.again()
                        },
                      )
                    }
                  >
                    {text.make}
                  </button>
                )}
              </div>
            )}
            <FaultNote fault={change.fault} />
            {items.length > 0 ? (
              <Table caption={text.table} columns={columns} rows={items} keyOf={({ name }) => name} />
            ) : (
              configured && <p class="soft">{text.none}</p>
            )}
            <p class="soft small">{text.restore}</p>
          </>
        )}
      </Loaded>
    </Section>
  )
}
