// Comma-separated text: encodings, line ends, quotes, line numbers; held against csv-parse on random text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CsvRecord, Delimiter } from '@countersign/server/core/csv/records'
import { CELLS_MAX, readRecords } from '@countersign/server/core/csv/records'
import { readText } from '@countersign/server/core/csv/text'
import { csvLine } from '@countersign/server/core/csv/write'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'

const read = (text: string, delimiter: Delimiter = ','): CsvRecord[] => [...readRecords(text, delimiter)]
const cells = (line: number, ...values: string[]): CsvRecord => ({ line, cells: values })

test('lines end with LF, CRLF or CR, also mixed, and the last needs no end', () => {
  assert.deepEqual(read('a,b\n1,2\r\n3,4\r5,6'), [
    cells(1, 'a', 'b'),
    cells(2, '1', '2'),
    cells(3, '3', '4'),
    cells(4, '5', '6'),
  ])
})

test('a cell in quotes holds separators, doubled quotes and lines; the next record knows its line', () => {
  assert.deepEqual(read('"a,""b""","x\r\ny\nz"\r\nc,d'), [cells(1, 'a,"b"', 'x\r\ny\nz'), cells(4, 'c', 'd')])
})

test('empty lines, and lines of separators only, are no records, but they count', () => {
  assert.deepEqual(read('\n\na,b\n,\n  ,\n"",\nc,d\n'), [cells(3, 'a', 'b'), cells(7, 'c', 'd')])
})

test('a separator at the end makes an empty last cell', () => {
  assert.deepEqual(read('a,\nb,"",'), [cells(1, 'a', ''), cells(2, 'b', '', '')])
})

test('a quote inside an unquoted cell, or text after a closing quote, is one faulty record; the next line is read', () => {
  assert.deepEqual(read('a,b"c",d\n1,"x"y,2\n3,4'), [
    { line: 1, column: 2, fault: 'quote_stray' },
    { line: 2, column: 2, fault: 'quote_stray' },
    cells(3, '3', '4'),
  ])
})

test('a quote that never closes is named where it opens, and hides no line below it', () => {
  assert.deepEqual(read('a,b\n1,"open\n2,3\n4,"also open\n5,6\n'), [
    cells(1, 'a', 'b'),
    { line: 2, column: 2, fault: 'quote_stray' },
    cells(3, '2', '3'),
    { line: 4, column: 2, fault: 'quote_open' },
    cells(5, '5', '6'),
  ])
  assert.deepEqual(read('"open\n1,2'), [{ line: 1, column: 1, fault: 'quote_open' }, cells(2, '1', '2')])
})

test('a line with more cells than any list has is a fault, however many there are', () => {
  const [long, next] = read(`${','.repeat(1_000_000)}x\n1,2`)
  assert.deepEqual(long, { line: 1, column: CELLS_MAX + 1, fault: 'cells_too_many' })
  assert.deepEqual(next, cells(2, '1', '2'))
})

test('hostile quotes cost their length, not its square: a megabyte of each kind is read to its end', () => {
  for (const unit of ['\n""', '\n"""', '\n"a', '"\n', '\n"",""x', ',""\n""'])
    for (const begin of ['"', '""', '"a']) {
      const text = `${begin}${unit.repeat(1_000_000 / unit.length)}\nlast,line`
      assert.ok(read(text).length > 0)
    }
})

test('whatever text comes, each record begins on a later line than the one before', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', ' ')), (parts) => {
      const lines = read(parts.join('')).map(({ line }) => line)
      assert.deepEqual(
        lines,
        [...new Set(lines)].sort((a, b) => a - b),
      )
    }),
  )
})

test('on text that keeps the rules it reads what csv-parse reads', () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[^",;\t\r\n\s]{1,5}$/),
    fc.string({ maxLength: 5 }).map((text) => `"${text.replaceAll('"', '""')}"`),
  )
  const record = fc.array(cell, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 6 }),
      fc.constantFrom<Delimiter>(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      (records, delimiter, end) => {
        const text = records.map((each) => each.join(delimiter)).join(end)
        const theirs: string[][] = parse(text, { delimiter, record_delimiter: end, relax_column_count: true })
        const ours = read(text, delimiter).map((each) => ('cells' in each ? each.cells : each.fault))
        assert.deepEqual(
          ours,
          theirs.filter((each) => each.some((value) => value.trim() !== '')),
        )
      },
    ),
  )
})

test('what csvLine writes is read back, and no cell begins like a formula', () => {
  const written = ['=HYPERLINK("http://evil.example")', '+49 30', '-1', '@cmd', '\tx', '\rx', 'a "b", c', '']
  const [record] = read(csvLine(written))
  assert.deepEqual(
    record,
    cells(1, ...written.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))),
  )
})

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()

for (const [name, bytes, encoding] of [
  ['UTF-8', Buffer.from('user_id;Müller'), 'utf-8'],
  ['UTF-8 with a BOM', Buffer.from('\ufeffuser_id;Müller'), 'utf-8'],
  ['Latin-1', Buffer.from('user_id;Müller', 'latin1'), 'windows-1252'],
  ['UTF-16LE with a BOM', utf16('\ufeffuser_id;Müller'), 'utf-16le'],
  ['UTF-16BE with a BOM', swapped(utf16('\ufeffuser_id;Müller')), 'utf-16be'],
  ['UTF-16LE without one', utf16('user_id;Müller'), 'utf-16le'],
  ['UTF-16BE without one', swapped(utf16('user_id;Müller')), 'utf-16be'],
] as const)
  test(`${name} is found out, and read without its BOM`, () => {
    assert.deepEqual(readText(bytes), { encoding, text: 'user_id;Müller' })
  })

test('windows-1252 has a euro and curved quotes where Latin-1 has control characters', () => {
  assert.deepEqual(readText(Uint8Array.of(0x80, 0x93, 0xe4)), { encoding: 'windows-1252', text: '€“ä' })
})

test('a NUL byte in text of one byte a character does not make it UTF-16', () => {
  assert.equal(readText(Buffer.from('user_id\n\0alice')).encoding, 'utf-8')
})
