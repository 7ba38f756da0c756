// What the panel shows besides the conversation itself. All state of the views is here: they are functions of it.
export interface Settings {
  site: string
  locale?: string
  theme?: string
  position?: string
  color?: string
  /** The button was pressed while the panel was on its way. */
  open?: boolean
}

export class Ui {
  open = false
  hidden = false
  settings: Settings
  /** What stands in the composer. */
  text = ''
  /** The menu: shut, open, its field for the name, or the second question before forgetting. */
  menu: '' | 'open' | 'name' | 'sure' = ''
  /** The visitor wants to go on after the end. */
  again = false
  solved: boolean | null = null
  stars: number | null = null
  comment = ''
  /** What gets the focus once it is drawn: selectors, the first that is there, with `|` between them. */
  focus = ''
  changed: () => void = () => {}

  constructor(settings: Settings) {
    this.settings = settings
  }

  set(change: Partial<Omit<Ui, 'set' | 'changed'>>): void {
    Object.assign(this, change)
    this.changed()
  }
}
