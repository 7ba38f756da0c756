// Builds everything the browser gets: `node tools/build.mjs` (or `npm run build`); `… widget` or `… console` only that.
//
//   chat_server/wire/schema.py  ->  widget/src/wire.d.ts, widget/src/limits.json      (--types: stop here)
//   widget/src/loader/main.ts   ->  chat_server/_assets/widget/loader.js              one classic script
//   widget/src/panel/main.tsx   ->  chat_server/_assets/widget/panel-<hash>.js        all of it, + one file per further locale
//   agent_console/index.html    ->  chat_server/_assets/console/                      served under /console/
//
// Nothing is written before all of it is built and inside its budget, so a failed build leaves the last good one.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { compile } from 'json-schema-to-typescript'
import { build } from 'vite'
import { BUDGETS, JSX, alias, oxc, root } from './vite_shared.mjs'

const ASSETS = path.join(root, 'chat_server/_assets')
const WIRE = path.join(root, 'widget/src/wire.d.ts')
const LIMITS = path.join(root, 'widget/src/limits.json')
const LOCALES = path.join(root, 'widget/src/locales')

/** Replaces a file only when its content differs, and then in one step. */
async function put(file, content) {
  const bytes = Buffer.from(content)
  if (existsSync(file) && (await readFile(file)).equals(bytes)) return
  await mkdir(path.dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}.new`
  await writeFile(fresh, bytes)
  await rename(fresh, file)
}

async function wireTypes() {
  const own = path.join(root, '.venv/bin/python')
  const python = process.env.THIRD_RING_PYTHON || (existsSync(own) ? own : 'python3')
  const { stdout } = await promisify(execFile)(python, ['-B', '-m', 'chat_server.wire.schema'], {
    cwd: root,
    maxBuffer: 1 << 26,
  })
  const { schema, limits } = JSON.parse(stdout)
  const types = await compile(schema, 'Wire', {
    bannerComment: '/* Made by the build from chat_server/wire/frames.py: do not edit, do not commit. */',
    additionalProperties: false,
    format: false,
    unknownAny: true,
  })
  await put(WIRE, types)
  await put(LIMITS, `${JSON.stringify(limits, null, 2)}\n`)
}

/** Single constants of limits.json cost only themselves, while a locale stays one object without a name per text. */
const limits = {
  name: 'limits',
  enforce: 'pre',
  resolveId: (id) => (/(?:^@limits|[/]limits[.]json)$/.test(id) ? '\0limits.js' : undefined),
  async load(id) {
    if (id !== '\0limits.js') return undefined
    const all = JSON.parse(await readFile(LIMITS, 'utf8'))
    const named = Object.entries(all).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
    return [...named, `export default { ${Object.keys(all).join(', ')} }`].join('\n')
  },
}

/** One Vite build in memory: name -> content. */
async function bundle(options) {
  const built = await build({
    configFile: false,
    envDir: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    resolve: { alias },
    json: { namedExports: false, stringify: false },
    plugins: [limits],
    ...options,
    define: { 'process.env.NODE_ENV': '"production"', ...options.define },
    build: {
      write: false,
      minify: 'oxc',
      cssMinify: 'lightningcss',
      sourcemap: false,
      reportCompressedSize: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      ...options.build,
    },
  })
  const files = new Map()
  for (const { output } of [built].flat()) {
    for (const item of output) files.set(item.fileName, item.type === 'chunk' ? item.code : item.source)
  }
  return files
}

const squeeze = (target) => ({
  compress: { target },
  mangle: { toplevel: true },
  codegen: { removeWhitespace: true, legalComments: 'none' },
})

function panel() {
  return bundle({
    oxc: oxc(JSX.widget),
    build: {
      target: 'es2022',
      // What the style needs anyway (relative colours, field-sizing): nothing is rewritten for older browsers.
      cssTarget: ['chrome123', 'firefox128', 'safari18'],
      // A library gets no preload helper, which would reach into the host page's <head>.
      lib: { entry: { panel: path.join(root, 'widget/src/panel/main.tsx') }, formats: ['es'] },
      rolldownOptions: {
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
          comments: false,
          minify: squeeze('es2022'),
        },
      },
    },
  })
}

function loader(panelFile) {
  return bundle({
    define: { __PANEL__: JSON.stringify(panelFile) },
    build: {
      target: 'es2022',
      // As above: no preload helper.
      lib: { entry: { loader: path.join(root, 'widget/src/loader/main.ts') }, formats: ['iife'], name: 'loader' },
      rolldownOptions: {
        output: {
          entryFileNames: 'loader.js',
          minify: squeeze('es2022'),
        },
      },
    },
  })
}

function agentConsole() {
  return bundle({
    root: path.join(root, 'agent_console'),
    base: '/console/',
    oxc: oxc(JSX.console),
    build: {
      target: 'es2022',
      rolldownOptions: {
        input: path.join(root, 'agent_console/index.html'),
        output: {
          entryFileNames: 'assets/[name]-[hash].js',
          chunkFileNames: 'assets/[name]-[hash].js',
          assetFileNames: 'assets/[name]-[hash][extname]',
        },
      },
    },
  })
}

async function existing(folder) {
  if (!existsSync(folder)) return []
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((item) => item.isFile()).map((item) => path.join(item.parentPath ?? item.path, item.name))
}

const gzipped = (content) => gzipSync(content, { level: 9 }).length
const pick = (files, test) => [...files].filter(([name]) => test(name)).map(([, content]) => content)

async function buildWidget() {
  const files = await panel()
  const entry = [...files.keys()].find((name) => /^panel-[\w-]+\.js$/.test(name))
  if (!entry) throw new Error(`no panel among ${[...files.keys()].join(', ')}`)
  const loaderFiles = await loader(entry)
  if (loaderFiles.size !== 1) throw new Error(`the loader is ${loaderFiles.size} files: ${[...loaderFiles.keys()].join(', ')}`)
  const languages = (await readdir(LOCALES)).map((name) => `${path.parse(name).name}-`)
  const isLanguage = (name) => languages.some((language) => name.startsWith(language))
  const sizes = [
    ['widget loader', pick(loaderFiles, () => true), BUDGETS.loader],
    // All of it, whatever file it is in: what is fetched later is fetched too.
    ['widget panel', pick(files, (name) => !isLanguage(name)), BUDGETS.panel],
    ['widget, further languages', pick(files, isLanguage), undefined],
  ]
  return { folder: 'widget', files: new Map([...files, ...loaderFiles]), sizes }
}

async function buildConsole() {
  const files = await agentConsole()
  const html = String(files.get('index.html'))
  if (/<style|\sstyle=|<script(?![^>]*\ssrc=)[^>]*>/i.test(html)) {
    throw new Error("agent_console/index.html has an inline script or style: its Content-Security-Policy forbids them")
  }
  const first = new Set([...html.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map(([, name]) => name))
  const sizes = [
    ['console, first view', pick(files, (name) => first.has(name)), BUDGETS.console],
    ['console, all of it', pick(files, () => true), undefined],
  ]
  return { folder: 'console', files, sizes }
}

/** Prints the sizes; what is over its budget comes back as a list. */
function report(rows) {
  const faults = []
  for (const [name, contents, budget] of rows) {
    const raw = contents.reduce((sum, one) => sum + Buffer.byteLength(one), 0)
    const gz = contents.reduce((sum, one) => sum + gzipped(one), 0)
    const br = contents.reduce((sum, one) => sum + brotliCompressSync(one).length, 0)
    const room = budget === undefined ? '' : `  of ${String(budget).padStart(6)} (${Math.round((100 * gz) / budget)} %)`
    console.log(`${name.padEnd(30)}${String(raw).padStart(8)} B  gz ${String(gz).padStart(6)}  br ${String(br).padStart(6)}${room}`)
    if (budget !== undefined && gz > budget) faults.push(`${name}: ${gz} bytes gzipped, ${budget} allowed`)
  }
  return faults
}

async function main() {
  const parts = { widget: buildWidget, console: buildConsole }
  const asked = process.argv.slice(2)
  await wireTypes()
  if (asked.includes('--types')) return

  const chosen = Object.entries(parts).filter(([name]) => asked.length === 0 || asked.includes(name))
  const done = await Promise.all(chosen.map(([, part]) => part()))
  const faults = report(done.flatMap(({ sizes }) => sizes))
  if (faults.length > 0) throw new Error(`build refused:\n  ${faults.join('\n  ')}`)

  // The entry points go last: whoever reads them finds what they name.
  const late = (name) => (/(?:loader\.js|index\.html)$/.test(name) ? 1 : 0)
  for (const { folder, files } of done) {
    const wanted = new Map([...files].map(([name, content]) => [path.join(ASSETS, folder, name), content]))
    for (const [file, content] of [...wanted].sort(([a], [b]) => late(a) - late(b))) await put(file, content)
    for (const file of await existing(path.join(ASSETS, folder))) if (!wanted.has(file)) await rm(file, { force: true })
  }
}

try {
  await main()
} catch (error) {
  console.error(error.stderr || error.message || error)
  process.exitCode = 1
}
