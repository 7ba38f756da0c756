// oxlint-disable jsx-a11y/control-has-associated-label -- nobody presses these
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Child, render } from '../../src/panel/jsx-runtime.ts'

let root: ShadowRoot

beforeEach(() => {
  const host = document.createElement('div')
  document.body.replaceChildren(host)
  root = host.attachShadow({ mode: 'open' })
})

const draw = (child: Child) => render(child, root)
const one = (selector: string) => {
  const found = root.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`nothing is ${selector}`)
  return found
}
/** What changes in the DOM while something is drawn. */
async function changesOf(act: () => void): Promise<MutationRecord[]> {
  const seen: MutationRecord[] = []
  const watcher = new MutationObserver((records) => seen.push(...records))
  watcher.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
  act()
  await Promise.resolve()
  seen.push(...watcher.takeRecords())
  watcher.disconnect()
  return seen
}

describe('what is there', () => {
  it('is drawn as elements and texts; what says nothing is not drawn', () => {
    draw(<p class="a">{['one ', 2, '', false, true, null, undefined, <b key="b">{'<i>'}</b>]}</p>)
    expect(root.innerHTML).toBe('<p class="a">one 2<b>&lt;i&gt;</b></p>')
  })

  it('takes drawings into the namespace of drawings', () => {
    draw(
      <p>
        <svg viewBox="0 0 2 2">
          <path d="M0 0" />
        </svg>
      </p>,
    )
    expect(one('path').namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(one('svg').getAttribute('viewBox')).toBe('0 0 2 2')
    expect(one('p').namespaceURI).toBe('http://www.w3.org/1999/xhtml')
  })

  it('is emptied', () => {
    draw(<p>gone</p>)
    draw(null)
    expect(root.childNodes).toHaveLength(0)
  })
})

describe('attributes', () => {
  it('come, change and go; aria- says false, others are left out', () => {
    draw(<button aria-expanded={false} aria-hidden={true} hidden={false} disabled tabIndex={-1} lang="hr" />)
    expect(root.innerHTML).toBe('<button aria-expanded="false" aria-hidden="true" disabled="" tabindex="-1" lang="hr"></button>')
    draw(<button aria-expanded={true} hidden />)
    expect(root.innerHTML).toBe('<button aria-expanded="true" hidden=""></button>')
  })

  it('of style are set one by one', () => {
    draw(<p style={{ '--f': '28px' }} />)
    draw(<p style={{ '--f': '44px' }} />)
    expect(one('p').style.getPropertyValue('--f')).toBe('44px')
  })

  it('have no way to write HTML', () => {
    draw(<p {...{ innerHTML: '<img>', dangerouslySetInnerHTML: { __html: '<img>' } }} />)
    expect(root.querySelector('img')).toBeNull()
  })
})

describe('a second drawing', () => {
  it('of the same changes nothing', async () => {
    const view = () => (
      <div class="log">
        {[1, 2].map((id) => (
          <p key={id}>{`line ${id}`}</p>
        ))}
        {false}
        <input type="text" value="typed" />
      </div>
    )
    draw(view())
    expect(await changesOf(() => draw(view()))).toEqual([])
  })

  it('touches only what is new', async () => {
    const view = (lines: string[], writes: boolean) => (
      <div>
        {lines.map((text, index) => (
          <p key={index}>{text}</p>
        ))}
        {writes && <i />}
        <b>end</b>
      </div>
    )
    draw(view(['a'], true))
    const kept = [one('p'), one('i'), one('b')]
    const changes = await changesOf(() => draw(view(['a', 'b'], true)))
    expect(changes.map(({ type, addedNodes }) => [type, addedNodes.length])).toEqual([['childList', 1]])
    expect([one('p'), one('i'), one('b')]).toEqual(kept)
    draw(view(['a', 'b'], false))
    expect(root.innerHTML).toBe('<div><p>a</p><p>b</p><b>end</b></div>')
  })

  it('changes a text in its node', () => {
    draw(<p>{'one'}</p>)
    const node = one('p').firstChild
    draw(<p>{'two'}</p>)
    expect(one('p').firstChild).toBe(node)
    expect(one('p').textContent).toBe('two')
  })

  it('puts another tag in the place of one', () => {
    const view = (over: boolean) => (
      <div>
        <p />
        {over ? <section /> : <form />}
        <i />
      </div>
    )
    draw(view(false))
    draw(view(true))
    expect(root.innerHTML).toBe('<div><p></p><section></section><i></i></div>')
  })

  it('follows keys in every order and keeps their elements', () => {
    const view = (keys: string) => <ul>{[...keys].map((key) => <li key={key}>{key}</li>)}</ul>
    const elements = () => new Map([...root.querySelectorAll('li')].map((item) => [item.textContent, item]))
    let before = new Map<string | null, Element>()
    for (const keys of ['abcd', 'bcd', 'bxcd', 'dcxb', 'dxb', 'abxd', '', 'ba', 'cab']) {
      draw(view(keys))
      expect(one('ul').textContent).toBe(keys)
      const now = elements()
      expect([...now].filter(([key, item]) => (before.get(key) ?? item) !== item)).toEqual([])
      before = now
    }
  })

  it('leaves focus and cursor where they are, whatever comes before', () => {
    const view = (before: boolean, value: string) => (
      <form>
        {before && <p />}
        <textarea value={value} />
      </form>
    )
    draw(view(false, 'some words'))
    const area = one('textarea') as HTMLTextAreaElement
    area.focus()
    area.setSelectionRange(2, 4)
    draw(view(true, 'some words'))
    expect(root.activeElement).toBe(area)
    expect(area.selectionStart).toBe(2)
  })

  it('lives with what others put between, and with what they took away', () => {
    const view = (name: string) => (
      <p>
        {name}
        <b>!</b>
      </p>
    )
    draw(view('Ana'))
    one('p').firstChild?.replaceWith(document.createElement('font'))
    draw(view('Ivo'))
    expect(root.querySelectorAll('b')).toHaveLength(1)
    draw(null)
    expect(root.childNodes).toHaveLength(0)
  })
})

describe('fields', () => {
  it('show what the state says, even if the visitor has changed them', () => {
    const view = () => (
      <form>
        <textarea value="" />
        <input type="checkbox" checked={true} />
        <input type="text" defaultValue="Ada" />
      </form>
    )
    draw(view())
    const area = one('textarea') as HTMLTextAreaElement
    const box = one('[type=checkbox]') as HTMLInputElement
    const name = one('[type=text]') as HTMLInputElement
    area.value = 'typed'
    box.checked = false
    name.value = 'Eva'
    draw(view())
    expect([area.value, box.checked, name.value]).toEqual(['', true, 'Eva'])
  })
})

describe('events', () => {
  it('reach the latest handler, and none when there is none', () => {
    const first = vi.fn<() => void>()
    const second = vi.fn<() => void>()
    draw(<button onClick={first} />)
    draw(<button onClick={second} />)
    one('button').click()
    draw(<button />)
    one('button').click()
    expect(first).not.toHaveBeenCalled()
    expect(second).toHaveBeenCalledOnce()
  })

  it('are known by their names in JSX', () => {
    const heard: string[] = []
    draw(
      <form onSubmit={(event) => heard.push(event.type)}>
        <input
          onKeyDown={(event) => heard.push(event.type)}
          onInput={(event) => heard.push(event.type)}
          onChange={(event) => heard.push(event.type)}
        />
        <img alt="" onError={(event) => heard.push(event.type)} />
      </form>,
    )
    for (const type of ['keydown', 'input', 'change']) one('input').dispatchEvent(new Event(type, { bubbles: true }))
    one('img').dispatchEvent(new Event('error'))
    one('form').dispatchEvent(new Event('submit'))
    expect(heard).toEqual(['keydown', 'input', 'change', 'error', 'submit'])
  })
})
