// The PHP tests of the Nextcloud app, each reported as one of ours, so that what `npm test` counts holds them too.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { phpHere, runPhp } from './php-tools.js'
import { phpTestsIn } from './teamcity.js'

const { tests, ending } =
  phpHere.skip === false ? await runAll() : { tests: [], ending: new Error('not run') as unknown }

test('PHPUnit ran to its end, found tests, and had nothing to complain about', phpHere, () => {
  assert.ok(tests.length > 0, 'no test was found')
  assert.equal(ending, undefined)
})

for (const { name, fault } of tests)
  test(name, () => {
    assert.equal(fault, undefined, fault)
  })

test('the reader of the log tells what passed from what failed, was left out, or never ended', () => {
  const hint =
    "locationHint='php_qn:///x/tests/unit/Links/OneTest.php::\\OCA\\Countersign\\Tests\\Links\\OneTest"
  const log = [
    "##teamcity[testCount count='4' flowId='1']",
    `##teamcity[testSuiteStarted name='OneTest' ${hint}' flowId='1']`,
    `##teamcity[testStarted name='testGood' ${hint}::testGood' flowId='1']`,
    "##teamcity[testFinished name='testGood' duration='1' flowId='1']",
    `##teamcity[testStarted name='testBad with data set "it|'s"' ${hint}::testBad' flowId='1']`,
    "##teamcity[testFailed name='testBad' message='a |[bad|] one|nindeed' details='here' flowId='1']",
    "##teamcity[testFinished name='testBad' duration='1' flowId='1']",
    `##teamcity[testStarted name='testLeft' ${hint}::testLeft' flowId='1']`,
    "##teamcity[testIgnored name='testLeft' message='later' details='' duration='0' flowId='1']",
    "##teamcity[testFinished name='testLeft' duration='1' flowId='1']",
    `##teamcity[testStarted name='testCut' ${hint}::testCut' flowId='1']`,
  ]
  assert.deepEqual(phpTestsIn(log.join('\n')), [
    { name: 'Links/OneTest: testGood', fault: undefined },
    { name: 'Links/OneTest: testBad with data set "it\'s"', fault: 'a [bad] one\nindeed\nhere' },
    { name: 'Links/OneTest: testLeft', fault: 'not run: later' },
    { name: 'Links/OneTest: testCut', fault: 'it did not end' },
  ])
})

async function runAll() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-phpunit-'))
  const log = join(folder, 'log')
  try {
    const ending: unknown = await runPhp('phpunit', ['--log-teamcity', log]).then(
      () => undefined,
      (error: unknown) => error,
    )
    return { tests: phpTestsIn(await readFile(log, 'utf8').catch(() => '')), ending }
  } finally {
    await rm(folder, { recursive: true })
  }
}
