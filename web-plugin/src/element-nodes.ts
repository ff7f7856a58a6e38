// Makes the nodes of the element's screens: named as parts, never parsed from markup.

export function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  made.className = name
  made.setAttribute('part', name)
  made.append(...children)
  return made
}

export function shape(
  tag: 'svg' | 'path' | 'circle',
  attributes: Readonly<Record<string, string>>,
  children: readonly Node[] = [],
): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

export function button(name: string, onPress: () => void): HTMLButtonElement {
  const made = node('button', name)
  made.type = 'button'
  made.setAttribute('part', `button ${name}`)
  made.onclick = onPress
  return made
}
