import { Badge } from '@fluentui/react-components'
import {
  ArrowDownFilled,
  ArrowUpFilled,
  CheckmarkFilled,
  SubtractFilled,
  WarningFilled,
} from '@fluentui/react-icons'
import type { BandStatus } from '../api/generated/graphql.ts'
import { BAND_WORDS, NOT_MEASURED, OUT_OF_BAND } from '../sheets/band-words.ts'

const LOOKS = {
  [BAND_WORDS.BELOW_BAND]: { color: 'brand', icon: <ArrowDownFilled /> },
  [BAND_WORDS.ABOVE_BAND]: { color: 'severe', icon: <ArrowUpFilled /> },
  [OUT_OF_BAND]: { color: 'severe', icon: <WarningFilled /> },
  [BAND_WORDS.IN_BAND]: { color: 'success', icon: <CheckmarkFilled /> },
  [BAND_WORDS.NO_VALUE]: { color: 'informative', icon: <SubtractFilled /> },
  [NOT_MEASURED]: { color: 'informative', icon: <SubtractFilled /> },
} as const

/** A band status by word, icon and colour. */
export function BandBadge({ word }: { readonly word: keyof typeof LOOKS }) {
  const { color, icon } = LOOKS[word]
  return (
    <Badge appearance="tint" color={color} icon={icon}>
      {word}
    </Badge>
  )
}

export function ClassBadge({ status }: { readonly status: BandStatus }) {
  return <BandBadge word={BAND_WORDS[status]} />
}
