// What a transaction's words may be: amounts that read one way, names of one alphabet, nothing that is not seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPlainAmount, mixesAlphabets, transactionText } from '@countersign/protocol'

const payment = { title: 'Bank transfer', amount: '49.90 EUR', payee: 'Green Grocer', note: '' }

test('[TX2] an amount is digits, separators and one currency, as people write it in many places', () => {
  for (const amount of [
    '',
    '49.90 EUR',
    '€49.90',
    '€ 49.90',
    '49,90 €',
    '1.234,56 €',
    '1 234,56 zł',
    '1\u202f234,56 €',
    'CHF 1’000.–',
    'Fr. 20',
    '-12.00 USD',
    '−12.00 USD',
    '0.00012345 BTC',
    '500 Kč',
    '3 kg',
    '100',
  ])
    assert.ok(isPlainAmount(amount), amount)
})

test('[TX2] an amount that can be read two ways is none: letters for digits, digits of another script, words', () => {
  for (const amount of [
    '1 OOO EUR',
    '1OO EUR',
    'l00 EUR',
    '1O0 €',
    '10 OO',
    '10 l',
    'O 500',
    '１００ EUR',
    '١٠٠ EUR',
    '10 EUR or 10 000 EUR',
    '10 ЕUR',
    '10  EUR',
    '10,,00 EUR',
    ' 10 EUR',
    'EUR',
    'EUR10',
    '10 EUR.5',
    'ten EUR',
    '1\u200b0 EUR',
    '10/100 EUR',
  ])
    assert.ok(!isPlainAmount(amount), amount)
})

test('[TX3] a word of two alphabets is seen; names of one alphabet, accents and digits are not', () => {
  for (const text of ['Аmazon', 'PayРal', 'Deutsche Bаnk', 'Βank of Ireland'])
    assert.ok(mixesAlphabets(text), text)
  for (const text of [
    'Amazon',
    'Müller & Söhne',
    'Почта России',
    'Почта Bank',
    'Ελλάδα 24',
    '株式会社ABC',
    '',
  ])
    assert.ok(!mixesAlphabets(text), text)
})

test('[TX1] a transaction has a title, every field within its bound, and nothing else', () => {
  assert.ok(transactionText.safeParse(payment).success)
  for (const wrong of [
    { ...payment, title: '' },
    { ...payment, title: 'x'.repeat(65) },
    { ...payment, amount: '1 OOO EUR' },
    { ...payment, payee: 'x'.repeat(129) },
    { ...payment, note: 'line\nbreak' },
    { ...payment, note: 'turned \u202e round' },
    { ...payment, iban: 'DE00' },
    { title: 'Bank transfer', amount: '', payee: '' },
  ])
    assert.ok(!transactionText.safeParse(wrong).success, JSON.stringify(wrong))
})
