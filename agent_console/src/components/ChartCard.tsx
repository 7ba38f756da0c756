// A drawing with its head: what it is, n of m, its legend, its table twin and its definition.
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../i18n'
import { Button } from './Button'
import { type Defined, Definition } from './Definition'
import { ScrollX } from './ScrollX'

export interface ChartCardProps {
  title: string
  lead: string
  span: string
  of?: Defined
  legend?: ComponentChildren
  /** The same as rows and columns. */
  table: Grid
  children: ComponentChildren
}

export interface Grid {
  head: string[]
  /** The first cell names the row. */
  rows: (string | number)[][]
}

export function ChartCard({ title, lead, span, of, legend, table, children }: ChartCardProps): JSX.Element {
  const [asTable, setAsTable] = useState(false)
  return (
    <section class={`cardbox pad ${span}`} aria-label={title}>
      <div class="card-h">
        <div>
          <h2>{title}</h2>
          <p>{lead}</p>
        </div>
        <span class="end">
          {!asTable && legend && <span class="legend no-phone">{legend}</span>}
          <Button
            kind="quiet"
            size="small"
            icon={asTable ? 'reports' : 'table'}
            aria-pressed={asTable ? 'true' : 'false'}
            onClick={() => setAsTable(!asTable)}
          >
            {t('reports.table')}
          </Button>
          {of && <Definition of={of} />}
        </span>
      </div>
      {asTable ? <GridTable table={table} caption={title} /> : <div class="draw">{children}</div>}
    </section>
  )
}

function GridTable({ table, caption }: { table: Grid; caption: string }): JSX.Element {
  return (
    <ScrollX label={caption}>
      <table class="data tight">
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {table.head.map((words, index) => (
              <th key={index} scope="col" class={index ? 'num' : ''}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column ? (
                  <td key={column} class="num">
                    {cell}
                  </td>
                ) : (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  )
}
