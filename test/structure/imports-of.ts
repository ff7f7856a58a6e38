// Finds what a source file imports, type-only imports and dynamic ones included; a small reader, tested beside its user.

export interface Import {
  /** As written: `./x.js`, `@countersign/protocol`, `node:crypto`. */
  readonly specifier: string
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean
}

const STATEMENT = /^[ \t]*(?:import|export)\s+(type\s+)?(?:([\w*{][^'"`;]*?)\s+from\s+)?(['"])([^'"\n]+)\3/gm
const DYNAMIC = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)(\s*\.\s*[A-Z])?/g

/** Imports and re-exports of a module's text, comments left out. `import('x').Type` counts as type-only. */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text)
  const statements = [...code.matchAll(STATEMENT)].map(([, type, names, , specifier]) => ({
    specifier: specifier ?? '',
    typeOnly: type !== undefined || onlyTypes(names ?? ''),
  }))
  const dynamic = [...code.matchAll(DYNAMIC)].map(([, , specifier, member]) => ({
    specifier: specifier ?? '',
    typeOnly: member !== undefined,
  }))
  return [...statements, ...dynamic]
}

/** `{ type A, type B }` leaves nothing at run time. */
function onlyTypes(names: string): boolean {
  const inner = /^\{(.*)\}$/s.exec(names.trim())?.[1]
  const parts =
    inner
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '') ?? []
  return parts.length > 0 && parts.every((part) => part.startsWith('type '))
}

/** Block comments, and lines that are nothing but a comment: enough, since an import statement starts its line. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
