import { defineConfig } from 'vitest/config'
import { JSX, alias, oxc } from './tools/vite_shared.mjs'

const project = (name, folder) => ({
  resolve: { alias },
  oxc: oxc(JSX[name]),
  define: { __PANEL__: JSON.stringify('panel-test.js') },
  test: {
    name,
    environment: 'happy-dom',
    include: [`${folder}/{src,test}/**/*.test.{ts,tsx}`],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 5000,
  },
})

export default defineConfig({ test: { projects: [project('widget', 'widget'), project('console', 'agent_console')] } })
