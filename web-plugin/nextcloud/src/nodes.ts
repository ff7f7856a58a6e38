// Makes DOM nodes from values: no HTML text anywhere, so nothing a person or a server wrote can become markup.

type Child = Node | string

/**
 * @example
 * node('button', { type: 'submit', class: 'primary' }, t('Confirm'))
 */
export function node<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** The one element that the template promises. Throws when template and script do not fit. */
export function part<Kind extends Element>(within: ParentNode, selector: string, kind: new () => Kind): Kind {
  const found = within.querySelector(selector)
  if (!(found instanceof kind)) throw new TypeError(`${kind.name} at ${selector} expected`)
  return found
}
