// What the build and the unit tests must agree on.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The same names stand in widget/tsconfig.json and agent_console/tsconfig.json. */
export const alias = [
  { find: /^@core\//, replacement: `${path.join(root, 'widget/src/core')}/` },
  { find: /^@panel\//, replacement: `${path.join(root, 'widget/src/panel')}/` },
  { find: /^@limits$/, replacement: path.join(root, 'widget/src/limits.json') },
  { find: /^@wire$/, replacement: path.join(root, 'widget/src/wire.d.ts') },
]

/** Who draws: the widget does it by itself (widget/src/panel/jsx-runtime.ts), the console by Preact. As in tsconfig. */
export const JSX = { widget: '@panel', console: 'preact' }

export const oxc = (importSource) => ({ jsx: { runtime: 'automatic', importSource, development: false } })

/** Bytes after gzip -9; the build fails above them. `panel` is all of the widget besides the loader and other languages. */
export const BUDGETS = { loader: 1000, panel: 20_000, console: 120_000 }
