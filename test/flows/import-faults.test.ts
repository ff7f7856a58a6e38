// What can be wrong with a list: each fault is named by line and column, the lines around it are read all the same, nothing is written.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IMPORT_LINES_MAX, readImport } from '@countersign/server/flows/admin/read-import'
import { faultsOf, linesOf, OPERATOR, plansOf, readList, takeOver } from '../support/onboarding.js'
import { makeWorld } from '../support/test-world.js'

/** Title, the list, and `line:column code` of each of its faults. */
const cases: readonly (readonly [title: string, list: readonly string[], faults: readonly string[]])[] = [
  ['a user ID that is missing', ['user_id,email', ',a@example.org'], ['2:1 value_missing']],
  ['a user ID with a space', ['user_id', 'alice smith'], ['2:1 value_invalid']],
  ['a user ID that is too long', ['user_id', 'a'.repeat(255)], ['2:1 value_too_long']],
  ['a user ID with a control character', ['user_id', 'ali\u0007ce'], ['2:1 character_forbidden']],
  ['a NUL byte', ['user_id,display_name', 'alice,A\0'], ['2:2 character_forbidden']],
  [
    'a name that would run the wrong way',
    ['user_id,display_name', 'alice,\u202eecila'],
    ['2:2 character_forbidden'],
  ],
  ['a name of two lines', ['user_id,display_name', 'alice,"A\nB"'], ['2:2 character_forbidden']],
  ['a mail address without an @', ['user_id,email', 'alice,alice.example.org'], ['2:2 value_invalid']],
  [
    'two mail addresses in one cell',
    ['user_id;email', 'alice;a@example.org, b@example.org'],
    ['2:2 value_invalid'],
  ],
  [
    'a mail address that would be a second header',
    ['user_id,email', 'alice,"a@example.org\nBcc: everybody@example.org"'],
    ['2:2 value_invalid'],
  ],
  ['an unknown language', ['user_id,locale', 'alice,fr'], ['2:2 value_invalid']],
  ['a start code that is none', ['user_id,start_code', 'alice,1234'], ['2:2 value_invalid']],
  [
    'a start code in digits of another script',
    ['user_id,start_code', 'alice,١٢٣٤٥٦٧٨'],
    ['2:2 value_invalid'],
  ],
  ['a control character in the notes', ['user_id,notes', 'alice,\u001b[31m'], ['2:2 character_forbidden']],
  ['notes that are too long', ['user_id,notes', `alice,${'x'.repeat(4001)}`], ['2:2 value_too_long']],
  [
    'a group name that is too long',
    ['user_id,groups', `alice,Staff|${'x'.repeat(129)}`],
    ['2:2 value_too_long'],
  ],
  [
    'more aliases than an account may have',
    ['user_id,aliases', `alice,${[...'abcdefghijk'].join('|')}`],
    ['2:2 too_many'],
  ],
  ['fewer cells than the header', ['user_id,display_name,email', 'alice,Alice'], ['2:0 cells_missing']],
  ['more cells than the header', ['user_id,display_name', 'alice,Alice,more'], ['2:3 cells_too_many']],
  ['a stray quote', ['user_id,display_name', 'alice,Al"ice', 'bob,Bob'], ['2:2 quote_stray']],
  ['an open quote', ['user_id,display_name', 'alice,"Alice', 'bob,Bob'], ['2:2 quote_open']],
  ['one user ID twice', ['user_id', 'alice', 'bob', 'Alice'], ['4:1 user_id_twice']],
  ['an alias that is a user ID above', ['user_id,aliases', 'alice,', 'bob,ALICE'], ['3:2 alias_twice']],
  ['a user ID that is an alias above', ['user_id,aliases', 'alice,bob', 'bob,'], ['3:1 user_id_twice']],
  ['one alias twice', ['user_id,aliases', 'alice,al', 'bob,al'], ['3:2 alias_twice']],
  [
    'several faults of one line',
    ['user_id,email,locale', ',x,y'],
    ['2:1 value_missing', '2:2 value_invalid', '2:3 value_invalid'],
  ],
  ['a list without a header', ['alice,Alice', 'bob,Bob'], ['1:0 header_missing']],
  ['a header without user_id', ['email,display_name', 'a@example.org,A'], ['1:0 column_missing']],
  ['a column that nobody knows', ['user_id,emial', 'alice,a@example.org'], ['1:2 column_unknown']],
  ['a column without a name', ['user_id,,email', 'alice,,a@example.org'], ['1:2 column_unknown']],
  ['a column twice', ['user_id,email,E-Mail,email', 'alice,,,'], ['1:3 column_unknown', '1:4 column_twice']],
  ['a header with a stray quote', ['user_id,e"mail', 'alice,'], ['1:2 quote_stray']],
]

for (const [title, list, faults] of cases)
  test(`${title} is named by line and column`, async () => {
    const { ports } = await makeWorld()
    const job = await readList(ports, list)
    assert.deepEqual(await faultsOf(ports, job), faults)
    assert.equal((await ports.storage.read.accounts.page('', 1)).length, 0)
  })

test('lines are counted as an editor counts them: header, empty lines and lines inside cells', async () => {
  const { ports } = await makeWorld()
  const job = await readList(
    ports,
    new TextEncoder().encode('\r\nuser_id,notes\r\nalice,"one\r\ntwo\r\nthree"\r\n\r\nbob,x\r\n,y\r\n'),
  )
  const lines = await linesOf(ports, job)
  assert.deepEqual(
    lines.map(({ line, plan }) => `${line} ${plan}`),
    ['3 add', '7 add', '8 fault'],
  )
})

test('one bad line hides no other', async () => {
  const { ports } = await makeWorld()
  const job = await readList(ports, ['user_id,email', 'alice,a@example.org', 'bo b,', 'carol,c@example.org'])
  assert.deepEqual(await plansOf(ports, job), ['add alice', 'fault -', 'add carol'])
  assert.deepEqual(job.counts, { add: 2, change: 0, same: 0, fault: 1 })
})

test('names that other accounts have are faults, in either direction', async () => {
  const { ports } = await makeWorld()
  await takeOver(ports, ['user_id,aliases', 'alice,al'])
  const job = await readList(ports, ['user_id,aliases', 'al,', 'bob,alice'])
  assert.deepEqual(await faultsOf(ports, job), ['2:1 name_taken', '3:2 name_taken'])
})

test('a fault repeats no start code and no other cell', async () => {
  const { ports } = await makeWorld()
  const job = await readList(ports, ['user_id,email,start_code', 'alice,not an address,secret77'])
  const text = JSON.stringify(await linesOf(ports, job))
  assert.ok(!text.includes('secret77') && !text.includes('not an address'))
})

for (const [title, delimiter] of [
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['commas', ','],
] as const)
  test(`a list separated by ${title} is read, whatever else stands in its cells`, async () => {
    const { ports } = await makeWorld()
    const rows = [
      ['user_id', 'display_name', 'notes'],
      ['alice', 'Smith', '"1,2;3"'],
    ]
    const job = await readList(
      ports,
      rows.map((row) => row.join(delimiter)),
    )
    assert.equal(job.reading.delimiter, delimiter)
    assert.deepEqual(await plansOf(ports, job), ['add alice'])
  })

test('a list in windows-1252 is read as such, and says so', async () => {
  const { ports } = await makeWorld()
  const job = await readList(
    ports,
    Buffer.from('user_id,display_name\r\nmueller,M\xfcller \x80\r\n', 'latin1'),
  )
  assert.equal(job.reading.encoding, 'windows-1252')
  const [line] = await linesOf(ports, job)
  assert.equal(line?.row?.displayName, 'Müller €')
})

test('a list in UTF-16, as spreadsheets save "Unicode text", is read', async () => {
  const { ports } = await makeWorld()
  const job = await readList(
    ports,
    Buffer.from('\ufeffuser_id\tdisplay_name\r\nmueller\tMüller\r\n', 'utf16le'),
  )
  assert.deepEqual(job.reading, {
    encoding: 'utf-16le',
    delimiter: '\t',
    columns: ['user_id', 'display_name'],
  })
  assert.deepEqual(await plansOf(ports, job), ['add mueller'])
})

test('letters and accents apart, as on a Mac, are the same name as together', async () => {
  const { ports } = await makeWorld()
  await takeOver(ports, ['user_id,display_name', 'müller,Müller'])
  const job = await readList(ports, ['user_id,display_name', 'mu\u0308ller,Mu\u0308ller'])
  assert.deepEqual(await plansOf(ports, job), ['same müller'])
})

test('a cell that begins like a formula is text like any other', async () => {
  const { ports } = await makeWorld()
  await takeOver(ports, ['user_id,display_name', 'alice,"=HYPERLINK(""http://evil.example"")"'])
  const account = await ports.storage.read.accounts.byLoginName('alice')
  assert.equal(account?.displayName, '=HYPERLINK("http://evil.example")')
})

for (const [title, text] of [
  ['nothing', ''],
  ['a BOM only', '\ufeff'],
  ['empty lines', '\n\r\n\n'],
  ['a header only', 'user_id,email\n'],
] as const)
  test(`a file that holds ${title} is refused`, async () => {
    const { ports } = await makeWorld()
    const read = await readImport(ports, OPERATOR, {
      name: 'x',
      upload: async () => new TextEncoder().encode(text),
    })
    assert.ok(!read.ok && read.refusal.reason === 'value_invalid')
    assert.deepEqual(await ports.storage.read.imports.page(10), [])
  })

test('a binary file is a list without a header', async () => {
  const { ports } = await makeWorld()
  const bytes = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) & 0xff)
  const job = await readList(ports, bytes)
  assert.match(
    (await faultsOf(ports, job)).join(),
    /^1:\d+ (header_missing|quote_stray|quote_open|cells_too_many)$/,
  )
})

test('200,000 lines are read; one more is refused, and leaves nothing that anybody sees', async () => {
  const { ports } = await makeWorld()
  const lines = (count: number) =>
    new TextEncoder().encode(`user_id\n${Array.from({ length: count }, (_, i) => `u${i}`).join('\n')}`)
  const job = await readList(ports, lines(IMPORT_LINES_MAX))
  assert.deepEqual(job.counts, { add: IMPORT_LINES_MAX, change: 0, same: 0, fault: 0 })
  const more = await readImport(ports, OPERATOR, {
    name: 'x',
    upload: async () => lines(IMPORT_LINES_MAX + 1),
  })
  assert.ok(!more.ok && more.refusal.reason === 'value_invalid')
  assert.equal((await ports.storage.read.imports.page(10)).length, 1)
})
