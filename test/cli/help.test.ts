// What the command line answers before it does anything: help on every level, and what is wrong with what was typed.
import assert from 'node:assert/strict'
import test from 'node:test'
import { commands } from '@countersign/server/cli/index'
import { parse } from '@countersign/server/cli/parse'
import { emptyPlace } from './terminal.js'

test('without a word, and with --help, all commands are named', async (t) => {
  const place = await emptyPlace(t)
  const bare = await place.run()
  assert.equal(bare.code, 0)
  for (const { name, sentence } of commands)
    assert.ok(bare.out.includes(`${name} `) && bare.out.includes(sentence), name)
  assert.equal((await place.run('--help')).out, bare.out)
})

test('every command explains its arguments, options and exit codes, and shows an example of itself', async (t) => {
  const place = await emptyPlace(t)
  for (const command of commands) {
    const { code, out } = await place.run(...command.name.split(' '), '--help')
    assert.equal(code, 0, command.name)
    for (const { name } of command.arguments) assert.ok(out.includes(name), `${command.name}: ${name}`)
    for (const option of Object.keys(command.options))
      assert.ok(out.includes(`--${option}`), `${command.name}: ${option}`)
    assert.ok(out.includes('Exit codes'), command.name)
    assert.ok(command.examples.length > 0, command.name)
  }
})

test('every example in the help is a command line that is understood', () => {
  for (const command of commands)
    for (const example of command.examples) {
      const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
      const argv = words.slice(words.indexOf('countersign') + 1)
      const parsed = parse(commands, argv)
      assert.equal(parsed.kind === 'run' && parsed.command.name, command.name, example)
    }
})

test('a group explains its commands', async (t) => {
  const { code, out } = await (await emptyPlace(t)).run('app', '--help')
  assert.equal(code, 0)
  assert.match(out, /app add .*\n +app list .*\n +app rotate-key /)
})

const wrong: readonly (readonly [argv: string, sentence: RegExp, next: string])[] = [
  ['acount add alice', /there is no command "acount"/, 'countersign --help'],
  ['account remove alice', /there is no command "account remove"/, 'countersign account --help'],
  ['account add', /USER_ID is missing/, 'countersign account add --help'],
  ['account add alice bob', /"bob" is one word too many/, 'countersign account add --help'],
  ['account add alice --colour red', /unknown option '--colour'/, 'countersign account add --help'],
  ['account list --limit', /--limit/, 'countersign account list --help'],
  ['--fast', /"--fast" is not a command/, 'countersign --help'],
]
for (const [argv, sentence, next] of wrong)
  test(`"countersign ${argv}" ends with 2, says why, and what to do`, async (t) => {
    const place = await emptyPlace(t)
    const text = await place.run(...argv.split(' '))
    assert.equal(text.code, 2)
    assert.match(text.error, sentence)
    assert.ok(text.error.includes(`next: ${next}\n`), text.error)
    assert.equal(text.out, '')
    const { json, error } = await place.run(...argv.split(' '), '--json')
    assert.deepEqual(Object.keys(json['error'] as object), ['code', 'sentence', 'next'])
    assert.equal(error, '')
  })

test('--version tells the version', async (t) => {
  const { code, out } = await (await emptyPlace(t)).run('--version')
  assert.equal(code, 0)
  assert.match(out, /^countersign \d+\.\d+\.\d+\n$/)
})
