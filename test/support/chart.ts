// Renders the Helm chart as `helm template` does, for the part of the template language that it uses; anything else is an error here.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { parse, parseAllDocuments, stringify } from 'yaml'

const FOLDER = fileURLToPath(new URL('../../deploy/helm/countersign/', import.meta.url))

export type Values = Readonly<Record<string, unknown>>
/** A Kubernetes object. */
// biome-ignore lint/suspicious/noExplicitAny: each kind has a shape of its own; each test reads what it needs and fails without it
export type Manifest = Readonly<Record<string, any>>

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly pipeline: string }
  | {
      readonly kind: 'if' | 'with' | 'range'
      readonly pipeline: string
      readonly body: readonly Node[]
      readonly otherwise: readonly Node[]
    }

interface Scope {
  readonly root: Values
  readonly dot: unknown
  readonly variables: Values
  readonly named: ReadonlyMap<string, readonly Node[]>
}

/** All objects of a release named `id`, with these values over the chart's own. Throws when they do not fit its schema. */
export function renderChart(given: Values): readonly Manifest[] {
  const values = merged(parse(read('values.yaml')), given)
  const fits = new Ajv({ strict: false }).compile(JSON.parse(read('values.schema.json')))
  if (!fits(values)) throw new Error(`values: ${JSON.stringify(fits.errors)}`)
  const { name, version, appVersion } = parse(read('Chart.yaml'))
  const root = {
    Values: values,
    Chart: { Name: name, Version: version, AppVersion: appVersion },
    Release: { Name: 'id', Namespace: 'auth', Service: 'Helm' },
  }
  const named = new Map<string, readonly Node[]>()
  parsed(read('templates/_helpers.tpl'), named)
  return readdirSync(`${FOLDER}templates`)
    .filter((file) => file !== '_helpers.tpl')
    .sort()
    .flatMap((file) => {
      const text = rendered(parsed(read(`templates/${file}`), named), {
        root,
        dot: root,
        variables: {},
        named,
      })
      return file.endsWith('.yaml') ? objectsOf(text, file) : []
    })
}

function objectsOf(text: string, file: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}\n${text}`)
    const object = document.toJS()
    return object === null ? [] : [object]
  })
}

/** Text and actions in their order; what is defined goes into `named`. */
function parsed(text: string, named: Map<string, readonly Node[]>): readonly Node[] {
  const tokens = [...text.matchAll(/([\s\S]*?)(?:\{\{(-?)\s*([\s\S]*?)\s*(-?)\}\}|$)/g)]
  let at = 0
  let isTrimmed = false
  const block = (endings: readonly string[]): readonly [readonly Node[], string] => {
    const nodes: Node[] = []
    for (; at < tokens.length; ) {
      const [, before = '', trimBefore, action, trimAfter] = tokens[at] ?? []
      at += 1
      const left = isTrimmed ? before.trimStart() : before
      nodes.push({ kind: 'text', text: trimBefore === '-' ? left.trimEnd() : left })
      isTrimmed = trimAfter === '-'
      if (action === undefined || action.startsWith('/*')) continue
      if (endings.includes(action)) return [nodes, action]
      const [, word = '', pipeline = ''] = /^(if|with|range|define)\s+([\s\S]*)$/.exec(action) ?? []
      if (word === '') {
        nodes.push({ kind: 'value', pipeline: action })
        continue
      }
      const [body, ending] = block(['else', 'end'])
      const otherwise = ending === 'else' ? block(['end'])[0] : []
      if (word === 'define') named.set(pipeline.slice(1, -1), body)
      // Sound: the expression above takes these words and `define`.
      else nodes.push({ kind: word as 'if' | 'with' | 'range', pipeline, body, otherwise })
    }
    if (endings.length > 0) throw new Error('a block without its end')
    return [nodes, '']
  }
  return block([])[0]
}

function rendered(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => renderedNode(node, scope)).join('')
}

function renderedNode(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'value') return String(evaluated(node.pipeline, scope) ?? '')
  const [, key, item, over] = /^\$(\w+), \$(\w+) := (.*)$/.exec(node.pipeline) ?? []
  const value = evaluated(over ?? node.pipeline, scope)
  if (!isTrue(value)) return rendered(node.otherwise, scope)
  if (node.kind === 'if') return rendered(node.body, scope)
  if (node.kind === 'with') return rendered(node.body, { ...scope, dot: value })
  if (key === undefined || item === undefined) throw new Error(`not known here: range ${node.pipeline}`)
  // Maps are walked in the order of their keys (text/template).
  return Object.entries(value as Values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, each]) =>
      rendered(node.body, { ...scope, variables: { ...scope.variables, [key]: name, [item]: each } }),
    )
    .join('')
}

/** What comes out of one command is the last argument of the next. */
function evaluated(pipeline: string, scope: Scope): unknown {
  let value: unknown
  for (const [place, command] of pipeline.split(' | ').entries()) {
    const [first = '', ...words] = command.match(/"[^"]*"|[^\s"]+/g) ?? []
    const given = words.map((word) => argument(word, scope))
    if (/^[.$"\d]/.test(first)) value = argument(first, scope)
    else value = called(first, place === 0 ? given : [...given, value], scope)
  }
  return value
}

function argument(word: string, { root, dot, variables }: Scope): unknown {
  if (word.startsWith('"')) return word.slice(1, -1)
  if (/^\d+$/.test(word)) return Number(word)
  if (word === '.') return dot
  if (word.startsWith('$')) return variables[word.slice(1)]
  if (!word.startsWith('.')) throw new Error(`not known here: ${word}`)
  if (dot !== root) throw new Error(`${word} is looked up inside a with`)
  return word
    .slice(1)
    .split('.')
    .reduce<unknown>((value, name) => {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        throw new Error(`no value: ${word}`)
      return (value as Values)[name]
    }, root)
}

function called(name: string, given: readonly unknown[], scope: Scope): unknown {
  const [first, second, third] = given
  switch (name) {
    case 'include':
      return rendered(named(String(first), scope), { ...scope, dot: second })
    case 'quote':
      return JSON.stringify(String(first))
    case 'int64':
      return Math.trunc(Number(first))
    case 'add':
      return Number(first) + Number(second)
    case 'not':
      return !isTrue(first)
    case 'default':
      return isTrue(second) ? second : first
    case 'ternary':
      return third === true ? first : second
    case 'join':
      return (second as readonly unknown[]).join(String(first))
    case 'toYaml':
      return stringify(first).trimEnd()
    case 'nindent':
      return `\n${String(second).replace(/^/gm, ' '.repeat(Number(first)))}`
    default:
      throw new Error(`not known here: ${name}`)
  }
}

function named(name: string, scope: Scope): readonly Node[] {
  const nodes = scope.named.get(name)
  if (nodes === undefined) throw new Error(`nothing is defined as ${name}`)
  return nodes
}

/** What text/template takes for true. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

function merged(base: Values, over: Values): Values {
  const out: Record<string, unknown> = { ...base }
  for (const [name, value] of Object.entries(over)) {
    const under = base[name]
    out[name] = isMap(value) && isMap(under) ? merged(under, value) : value
  }
  return out
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function read(file: string): string {
  return readFileSync(FOLDER + file, 'utf8')
}
