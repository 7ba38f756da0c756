import { defineConfig } from 'vitest/config'
import { alias, oxc } from './tools/vite_shared.mjs'

export default defineConfig({
  resolve: { alias },
  oxc,
  define: { __PANEL__: JSON.stringify('panel-test.js') },
  test: {
    environment: 'happy-dom',
    include: ['{widget,agent_console}/{src,test}/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 5000,
    passWithNoTests: true,
  },
})
