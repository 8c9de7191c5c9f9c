import { createRoot } from 'react-dom/client'
import { officeSurroundings } from '../excel/office.ts'
import { Pane } from './pane.tsx'
import { rememberedToken } from './remembered-token.ts'

const surroundings = await officeSurroundings()
const place = document.getElementById('pane')
if (!place) throw new Error('The page has no place for the pane')
createRoot(place).render(
  <Pane
    surroundings={surroundings}
    remembered={rememberedToken(() => window.localStorage, surroundings.partitionKey)}
    now={() => new Date()}
    newId={() => crypto.randomUUID()}
  />,
)
