// Dashboard, alert rules and their pages: every figure that they ask for is one that a server shows, by name and by label.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { metricTable } from '@countersign/server/telemetry/metric-table'
import { parse } from 'yaml'
import type { ObservedServer } from '../support/observed-login.js'
import { login, scrape, startObserved } from '../support/observed-login.js'
import { until } from '../support/until.js'

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const ALERTS = file('deploy/prometheus/alerts.yml')
const text = (path: string): string => readFileSync(file(path), 'utf8')

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string }
}
// Sound: files of our own; a wrong shape shows in the tests below.
const rules = (parse(text('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
)
interface Panel {
  readonly title: string
  readonly type: string
  readonly description?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}
const { panels } = JSON.parse(text('deploy/grafana/countersign.json')) as { panels: readonly Panel[] }

const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
]

let observed: ObservedServer
let series: ReadonlyMap<string, number>
before(async () => {
  observed = await startObserved()
  await login(observed)
  await until(async () => {
    series = await scrape(observed.metricsPort)
    return ['audit', 'housekeeping', 'changes'].every((round) =>
      series.has(`countersign_round_last_done_timestamp_seconds{round="${round}"}`),
    )
  })
})
after(() => observed.server.stop())

const tableOf: Readonly<Record<string, { readonly kind: string; readonly labels: object }>> = metricTable
const nameOf = (shown: string): string =>
  Object.hasOwn(tableOf, shown) ? shown : shown.replace(/_(?:bucket|sum|count)$/, '')

test('every figure of an alert or a panel is one that a server shows', () => {
  const shown = new Set([...series.keys()].map((each) => each.replace(/\{.*/, '')))
  assert.ok(expressions.length > 50)
  for (const [where, expr] of expressions) {
    const names = expr.match(/\b(?:countersign|nodejs|process)_\w+/g) ?? []
    assert.ok(names.length > 0, where)
    for (const name of names)
      if (name.startsWith('countersign_'))
        assert.ok(Object.hasOwn(tableOf, nameOf(name)), `${where}: ${name}`)
      else assert.ok(shown.has(name), `${where}: ${name}`)
  }
})

test('they choose by labels that the figure has, and group by them', () => {
  const common = ['instance', 'le']
  for (const [where, expr] of expressions) {
    for (const [, name = '', matchers = ''] of expr.matchAll(/\b(countersign_\w+)\{([^}]*)\}/g)) {
      const labels = Object.keys(tableOf[nameOf(name)]?.labels ?? {})
      for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g))
        assert.ok([...labels, ...common].includes(label), `${where}: ${name} has no ${label}`)
    }
    const all = expr
      .match(/\bcountersign_\w+/g)
      ?.flatMap((name) => Object.keys(tableOf[nameOf(name)]?.labels ?? {}))
    for (const [, group = ''] of expr.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of group.split(/,\s*/))
        assert.ok([...(all ?? []), ...common].includes(label), `${where}: ${label}`)
  }
})

test('what they choose by name is what the server calls it', () => {
  const words = [...series.keys()].join('\n')
  for (const [where, expr] of expressions)
    for (const [, label = '', chosen = ''] of expr.matchAll(
      /\b(outcome|reason|round|event|level|kind|way|step|code)=~?"([^"]+)"/g,
    ))
      for (const word of chosen.split('|'))
        assert.ok(words.includes(`${label}="${word}"`), `${where}: ${label}="${word}"`)
})

test('what counts faults begins at zero, so that the first one is seen', () => {
  for (const shown of [
    'countersign_storage_faults_total{code="storage_full"}',
    'countersign_logins_total{way="approval",outcome="reported",reason="none"}',
    'countersign_log_lines_total{level="error"}',
    'countersign_rounds_total{round="audit",outcome="failed"}',
  ])
    assert.equal(series.get(shown), 0, shown)
})

test('every alert says how bad it is and what is the matter, and has its own chapter', () => {
  const page = text('docs/operations/observability.md')
  for (const { alert, labels, annotations } of rules) {
    assert.match(alert, /^Countersign[A-Z][A-Za-z]+$/)
    assert.ok(['critical', 'warning'].includes(labels.severity), alert)
    assert.match(annotations.summary, /\.$/, alert)
    assert.ok(page.includes(`\n### ${alert}\n`), `${alert} has no chapter`)
  }
  const chapters = [...page.matchAll(/^### (Countersign\w+)$/gm)].map(([, name]) => name)
  assert.deepEqual([...chapters].sort(), rules.map(({ alert }) => alert).sort())
})

test('no panel lies over another one, and each says what it shows', () => {
  const cells = new Set<string>()
  for (const { title, type, description, gridPos } of panels) {
    if (type !== 'row') assert.ok(description, title)
    const { x, y, w, h } = gridPos
    assert.ok(x + w <= 24, title)
    for (let column = x; column < x + w; column += 1)
      for (let line = y; line < y + h; line += 1) {
        assert.ok(!cells.has(`${column} ${line}`), title)
        cells.add(`${column} ${line}`)
      }
  }
})

test('promtool, where it is installed, finds no fault in the rules, and each fires when it should', (t) => {
  if (spawnSync('promtool', ['--version']).error !== undefined) {
    t.diagnostic('promtool is not installed: the rules were checked by name only')
    return
  }
  for (const words of [
    ['check', 'rules', ALERTS],
    ['test', 'rules', file('test/telemetry/alerts.yml')],
    ['check', 'config', file('deploy/prometheus/prometheus.yml')],
  ]) {
    const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8' })
    assert.equal(status, 0, `${stdout}${stderr}`)
  }
})
