// Draws the panel: JSX in, DOM out. The views are plain functions of one state and everything is drawn anew at every change,
// so of a framework there is only this: no components, no hooks, no refs. `jsx` is what the compiler makes of a tag (by
// `jsxImportSource`), `render` turns what was drawn before into what shall be there now and leaves alone what is the same.
// Tags, attributes and events are typed by Preact, which the console is drawn with; here it costs nothing but its types.
import type { JSX as Preact } from 'preact'

export interface Tag {
  readonly name: string
  readonly props: Readonly<Record<string, unknown>>
  readonly key: string | number | undefined
}

/** What is not drawn (`false`, `null`, `undefined`, `true`, '') keeps its place free for what may come there. */
export type Child = Tag | string | number | boolean | null | undefined | readonly Child[]

// oxlint-disable-next-line typescript/no-namespace -- where TypeScript looks for the types of JSX
export namespace JSX {
  export type Element = Tag
  export type IntrinsicElements = Preact.IntrinsicElements
  export interface ElementChildrenAttribute {
    children: unknown
  }
}

/** What stands in the DOM for a tag or a text, and what it was drawn from. */
type Drawn = { node: Text; from: string } | { node: Element; from: Tag; inside: Inside }
type Inside = Map<string, Drawn>

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
/** What people and browsers change as well: compared with the DOM, not with the drawing before. */
const LIVE = /^(value|checked|defaultValue)$/

const roots = new WeakMap<Node, Inside>()

export const jsx = (name: string, props: Tag['props'], key?: Tag['key']): Tag => ({ name, props, key })
export const jsxs = jsx

/** Draws into a root; `null` empties it. */
export function render(child: Child, root: Element | ShadowRoot): void {
  roots.set(root, fill(root, roots.get(root) ?? new Map(), child))
}

function fill(parent: Element | ShadowRoot, before: Inside, child: unknown): Inside {
  const wanted = places(child)
  for (const [place, { node, from }] of before) {
    if (nameOf(wanted.get(place)) === nameOf(from)) continue
    node.remove()
    before.delete(place)
  }
  const inside: Inside = new Map()
  const stay = before.keys()
  let next = stay.next().value
  let last: ChildNode | undefined
  for (const [place, from] of wanted) {
    const drawn = draw(parent, before.get(place), from)
    inside.set(place, drawn)
    // Whoever stands in the order of before stays untouched: a moved element would lose focus and scroll position.
    if (place === next) next = stay.next().value
    else parent.insertBefore(drawn.node, last ? last.nextSibling : parent.firstChild)
    last = drawn.node
  }
  return inside
}

/** All tags and texts by their place: the way of indexes through nested arrays, or of keys, where there are some. */
function places(child: unknown, place = '', found = new Map<string, Tag | string>()): Map<string, Tag | string> {
  if (Array.isArray(child)) {
    for (const [index, one] of child.entries()) places(one, isTag(one) && one.key !== undefined ? `${place}.${one.key}` : `${place}/${index}`, found)
  } else if (isTag(child)) found.set(place, child)
  else if (typeof child === 'number' || (typeof child === 'string' && child)) found.set(place, `${child}`)
  return found
}

function draw(parent: Element | ShadowRoot, before: Drawn | undefined, from: Tag | string): Drawn {
  if (typeof from === 'string') {
    const node = before?.node instanceof Text ? before.node : document.createTextNode(from)
    if (before && before.from !== from) node.data = from
    return { node, from }
  }
  const old = before && 'inside' in before ? before : undefined
  const space = from.name === 'svg' ? SVG : 'namespaceURI' in parent ? parent.namespaceURI : HTML
  const node = old?.node ?? document.createElementNS(space, from.name)
  const { children, ...props } = from.props
  const was = old?.from.props ?? {}
  const inside = fill(node, old?.inside ?? new Map(), children)
  for (const name in was) if (!(name in props) && name !== 'children') set(node, name, undefined)
  for (const name in props) if (props[name] !== was[name] || LIVE.test(name)) set(node, name, props[name])
  return { node, from, inside }
}

function set(node: Element, name: string, value: unknown): void {
  const aria = name.startsWith('aria-')
  if (name.startsWith('on')) Reflect.set(node, name.toLowerCase(), value ?? null)
  else if (LIVE.test(name)) {
    if (Reflect.get(node, name) !== value) Reflect.set(node, name, value ?? '')
  } else if (name === 'style' && node instanceof HTMLElement) {
    // One by one through the style's own interface: a policy of the host page may forbid the attribute.
    for (const [property, one] of Object.entries(value ?? {})) node.style.setProperty(property, one)
  } else if (value === undefined || value === null || (value === false && !aria)) node.removeAttribute(name)
  else node.setAttribute(name, value === true && !aria ? '' : `${value}`)
}

const isTag = (value: unknown): value is Tag => typeof value === 'object' && value !== null && 'props' in value

const nameOf = (from: Tag | string | undefined): string | undefined => (typeof from === 'object' ? from.name : from && '#text')
