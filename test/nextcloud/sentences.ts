// Finds what the app says: the English sentences that its PHP and its scripts hand to `t()`, which are the keys of the l10n files.

export interface Sentence {
  readonly path: string
  readonly text: string
}

const CALL = /(?:->|(?<![\w>$.]))t\(\s*/g
const LITERAL = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\$]|\\.)*)")\s*(?=[,)])/

/** @throws Error where a sentence is put together: nobody could translate its parts. */
export function sentencesIn(path: string, source: string): readonly Sentence[] {
  const code = withoutComments(source)
  return [...code.matchAll(CALL)].flatMap(({ 0: call, index }) => {
    if (/\bfunction $/.test(code.slice(0, index))) return []
    const rest = code.slice(index + call.length)
    const [, single, double] = LITERAL.exec(rest) ?? []
    const text = single ?? double
    if (text === undefined)
      throw new Error(`${path}: one literal sentence expected in t(), not ${rest.slice(0, 40)}`)
    return [{ path, text: text.replace(/\\(['"\\])/g, '$1') }]
  })
}

/** What stands for a value in a sentence: `%1$s` and `%s` in PHP, `{name}` in scripts; in the order of the alphabet. */
export function placeholdersIn(text: string): readonly string[] {
  return (text.match(/%(?:\d+\$)?[sdn%]|\{\w+\}/g) ?? []).sort()
}

/** Block comments, and lines that are nothing but a comment. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '')
}
