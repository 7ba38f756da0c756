import './styles/index.css'
import { render } from 'preact'
import { App } from './app'
import { startRouter } from './router'
import { loadSession } from './state/session'
import { followSession } from './services/socket'
import { startAppearance } from './state/appearance'

const root = document.getElementById('app')
if (!root) throw new Error('expected an element with the id "app"')

startRouter()
await startAppearance()
followSession()
void loadSession()
render(<App />, root)
