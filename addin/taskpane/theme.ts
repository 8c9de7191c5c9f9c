import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme,
} from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'

/** The blue of a calm sea, from night to haze. */
const SEA: BrandVariants = {
  10: '#001319',
  20: '#00232D',
  30: '#003040',
  40: '#003D52',
  50: '#004A64',
  60: '#005876',
  70: '#006689',
  80: '#0F749B',
  90: '#2E82A9',
  100: '#4690B5',
  110: '#5D9EC0',
  120: '#73ADCC',
  130: '#8ABBD6',
  140: '#A1C9E0',
  150: '#B9D7EA',
  160: '#D1E6F3',
}

const LIGHT = createLightTheme(SEA)
const DARK: Theme = {
  ...createDarkTheme(SEA),
  // Fluent's own choice of shades is too dark for text on a dark ground with this ramp.
  colorBrandForeground1: SEA[120],
  colorBrandForeground2: SEA[130],
  colorBrandForegroundLink: SEA[120],
}

/** Excel's theme where the host tells it, else the browser's; forced colours come before both. */
export function useTheme(isDarkInHost: boolean | null): Theme {
  const forced = useMedia('(forced-colors: active)')
  const prefersDark = useMedia('(prefers-color-scheme: dark)')
  if (forced) return teamsHighContrastTheme
  return (isDarkInHost ?? prefersDark) ? DARK : LIGHT
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', onChange)
      return () => media.removeEventListener('change', onChange)
    },
    () => window.matchMedia(query).matches,
  )
}
