// The one table of routes: which operation a method and a path mean, and what stands in the places of the path.
import type { Method, Operation } from './operation.js'

export interface RouteMatch {
  /** Every operation of this path by its method. */
  readonly operations: ReadonlyMap<Method, Operation>
  /** What stands where the path has `{name}`, decoded. */
  readonly params: Readonly<Record<string, string>>
}

export type RouteTable = (path: string) => RouteMatch | undefined

/**
 * A tree of path segments, so that finding a route costs as much as its path is long, however many routes there are. A literal
 * segment goes before a place: `/accounts/export` is not the account `export`.
 */
export function routeTable(operations: readonly Operation[]): RouteTable {
  const root = emptyNode()
  for (const operation of operations) add(root, operation)
  return (path) => {
    const params: Record<string, string> = {}
    let node = root
    for (const segment of segmentsOf(path)) {
      const next = node.literal.get(segment)
      if (next !== undefined) {
        node = next
        continue
      }
      const value = node.place === undefined ? undefined : decoded(segment)
      if (node.place === undefined || value === undefined) return undefined
      params[node.place.name] = value
      node = node.place.node
    }
    return node.operations.size === 0 ? undefined : { operations: node.operations, params }
  }
}

interface RouteNode {
  readonly literal: Map<string, RouteNode>
  place: { readonly name: string; readonly node: RouteNode } | undefined
  readonly operations: Map<Method, Operation>
}

function emptyNode(): RouteNode {
  return { literal: new Map(), place: undefined, operations: new Map() }
}

function add(root: RouteNode, operation: Operation): void {
  const { method, path } = operation
  let node = root
  for (const segment of segmentsOf(path)) node = child(node, segment, path)
  if (node.operations.has(method)) throw new Error(`two operations for ${method} ${path}`)
  node.operations.set(method, operation)
}

function child(node: RouteNode, segment: string, path: string): RouteNode {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1]
  if (name === undefined) {
    const next = node.literal.get(segment) ?? emptyNode()
    node.literal.set(segment, next)
    return next
  }
  node.place ??= { name, node: emptyNode() }
  // Two names for one place would give an operation the value under a name that it does not ask for.
  if (node.place.name !== name) throw new Error(`{${name}} in ${path} is {${node.place.name}} elsewhere`)
  return node.place.node
}

function segmentsOf(path: string): readonly string[] {
  return path.slice(1).split('/')
}

/** Nearly nothing is escaped: ids never are. Undefined for an empty segment, or an escape that is none. */
function decoded(segment: string): string | undefined {
  if (!segment.includes('%')) return segment === '' ? undefined : segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
