import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mount } from '../../src/panel/main.tsx'
import { settle } from '../support/server.ts'

/** The panel in a page, with a site that answers and a socket that never opens. */
async function mounted() {
  const host = document.createElement('third-ring')
  const root = host.attachShadow({ mode: 'open' })
  document.body.append(host)
  const run = await mount(host, root, 'https://chat.example/', { site: 'shop', locale: 'en' })
  await settle()
  return { host, root, run }
}

const ana = { id: 'ana', name: 'Ana Horvat', line: 'Parcels', photo: '/photos/a.webp', department: 'Orders' }

beforeEach(() => {
  vi.stubGlobal('WebSocket', class extends EventTarget {
    close() {}
  })
  vi.stubGlobal('fetch', (url: URL) =>
    Promise.resolve(
      Response.json(
        url.pathname === '/widget/ticket'
          ? { ticket: 't', token: 'v', socket: '/widget/socket' }
          : { name: 'Shop', color: '', position: 'right', locale: '', greeting: '', departments: [], people: [ana], wait_seconds: 20, privacy_url: 'javascript:alert(1)' },
      ),
    ),
  )
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => document.body.replaceChildren())

it('draws the launcher, and the panel when it is asked to', async () => {
  const { root, run } = await mounted()
  expect(root.querySelector('button')?.getAttribute('aria-label')).toBe('Talk to us, chat')
  await run('open')
  await settle()
  expect(root.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe('Talk to Shop')
  expect(root.querySelector('textarea')?.getAttribute('aria-label')).toBe('Message')
  expect(root.querySelector('.team')?.textContent).toBe('AAnaOrders')
  await run('destroy')
})

it('makes no link of an address that is not for the web', async () => {
  const { root, run } = await mounted()
  await run('open')
  await settle()
  expect(root.querySelectorAll('a')).toHaveLength(0)
  await run('destroy')
})

it('tells listeners and the page of what happens, and a broken listener stops nobody', async () => {
  const { host, run } = await mounted()
  const heard: string[] = []
  vi.spyOn(console, 'error').mockImplementation(() => {})
  document.addEventListener('third-ring:open', () => heard.push('page'), { once: true })
  await run('on', 'open', () => {
    throw new Error('of the page')
  })
  await run('once', 'open', () => heard.push('once'))
  await run('toggle')
  await run('close')
  await run('open')
  expect(heard).toEqual(['once', 'page'])
  expect(host.isConnected).toBe(true)
  await run('destroy')
  expect(host.isConnected).toBe(false)
})

it('refuses what it does not know', async () => {
  const { run } = await mounted()
  await expect(run('dance')).rejects.toThrow('dance')
  await expect(run('identify', {})).rejects.toThrow('{name}')
  await run('destroy')
})

it('shows what is written at once, keeps it, and draws it as text', async () => {
  const { root, run } = await mounted()
  await run('newMessage', '<img src=x onerror=alert(1)> https://shop.example/')
  await settle()
  root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(root.querySelector('.bub')).not.toBeNull())
  expect(root.querySelector('.bub')?.textContent).toContain('<img src=x onerror=alert(1)>')
  expect(root.querySelector('.bub a')?.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
  expect(root.querySelectorAll('.bub img')).toHaveLength(0)
  expect(root.querySelector('textarea')?.value).toBe('')
  expect(Object.keys(localStorage).some((name) => name.startsWith('third-ring:shop:pending:'))).toBe(true)
  await run('destroy')
})
