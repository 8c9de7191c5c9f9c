import { createRoot } from 'react-dom/client'
import { officeSurroundings } from '../excel/office.ts'
import { listenToRibbon } from '../excel/ribbon.ts'
import { Pane } from './pane.tsx'
import { rememberedToken } from './remembered-token.ts'
import { ribbonWish } from './ribbon-wish.ts'

const surroundings = await officeSurroundings()
const ribbon = ribbonWish()
if (surroundings.isExcel) listenToRibbon(ribbon.ask)
const place = document.getElementById('pane')
if (!place) throw new Error('The page has no place for the pane')
createRoot(place).render(
  <Pane
    surroundings={surroundings}
    ribbon={ribbon}
    remembered={rememberedToken(() => window.localStorage, surroundings.partitionKey)}
    now={() => new Date()}
    newId={() => crypto.randomUUID()}
  />,
)
