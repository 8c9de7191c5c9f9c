import type { ClassHoldings, Model, Slot, YearlyDrag } from '../engine/snapshot.ts'
import type { CaseAccountType } from './household-case-account-types.ts'
import { CASE_ACCOUNT_TYPES } from './household-case-account-types.ts'
import type { JsonPlace } from './json-case.ts'

const FRACTION = { places: 6, least: 'zero', most: 'one' } as const
const DRAG = { places: 6 } as const
const ACCOUNT_TYPES = Object.keys(CASE_ACCOUNT_TYPES) as CaseAccountType[]

/** Reads the models of a case: a flat tree of classes, and what fills them by account type. */
export function readCaseModels(place: JsonPlace): Model[] {
  return place.entries().map(([id, model]) => {
    model.keys('classes', 'otherHigh')
    const classes = model.at('classes').list()
    return {
      id,
      name: id,
      version: 1,
      parts: [],
      nodes: classes.map(readNode),
      classHoldings: classes.flatMap(readClassHoldings),
      otherHigh: model.at('otherHigh').decimal(FRACTION, '1'),
    }
  })
}

function readNode(place: JsonPlace): Model['nodes'][number] {
  place.keys('id', 'target', 'low', 'high', 'cash', 'drag', 'slots')
  const id = place.at('id').text()
  return {
    id,
    parentId: null,
    name: id,
    target: place.at('target').decimal(FRACTION),
    low: place.at('low').decimal(FRACTION),
    high: place.at('high').decimal(FRACTION),
    assetClassId: id,
    isCash: place.at('cash').boolean(false),
    yearlyDrag: place.at('drag').entries().flatMap(readDrag),
  }
}

/** `sheltered` stands for both kinds of retirement account. */
function readDrag([key, place]: readonly [string, JsonPlace]): YearlyDrag[] {
  const drag = place.decimal(DRAG)
  if (key === 'sheltered')
    return [
      { appliesTo: 'tax_deferred', drag },
      { appliesTo: 'tax_exempt', drag },
    ]
  if (!(ACCOUNT_TYPES as readonly string[]).includes(key))
    place.refuse(`a key that is an account type, taxable or sheltered`)
  return [{ appliesTo: key, drag }]
}

interface CaseSlot {
  readonly securityId: string
  readonly weight: string
  readonly byType: ReadonlyMap<string, string>
  readonly equivalents: readonly string[]
}

/**
 * A set for any account; and, as the keys of `byType` are exact account types while a set for `taxable` would reach joint and
 * trust accounts too, one for every type where a slot of the class has a substitute.
 */
function readClassHoldings(place: JsonPlace): ClassHoldings[] {
  const nodeId = place.at('id').text()
  const slots = place.at('slots').optionalList().map(readSlot)
  if (slots.length === 0) return []
  const hasSubstitutes = slots.some(({ byType }) => byType.size > 0)
  return [
    { nodeId, appliesTo: 'any', slots: slots.map((slot) => slotFor(slot, slot.securityId)) },
    ...(hasSubstitutes ? ACCOUNT_TYPES : []).map((type) => ({
      nodeId,
      appliesTo: type,
      slots: slots.map((slot) => slotFor(slot, slot.byType.get(type) ?? slot.securityId)),
    })),
  ]
}

function readSlot(place: JsonPlace): CaseSlot {
  place.keys('security', 'weight', 'byType', 'equivalents')
  const byType = place.at('byType').entries()
  for (const [type, substitute] of byType)
    if (!(ACCOUNT_TYPES as readonly string[]).includes(type))
      substitute.refuse(`a key that is one of ${ACCOUNT_TYPES.join(', ')}`)
  return {
    securityId: place.at('security').text(),
    weight: place.at('weight').decimal(FRACTION),
    byType: new Map(byType.map(([type, substitute]) => [type, substitute.text()])),
    equivalents: place
      .at('equivalents')
      .optionalList()
      .map((equivalent) => equivalent.text()),
  }
}

/** Bought is one security; everything else that the slot names counts for it where it is held. */
function slotFor(slot: CaseSlot, bought: string): Slot {
  const members = [slot.securityId, ...slot.byType.values(), ...slot.equivalents]
  return {
    securityId: bought,
    weight: slot.weight,
    alternatives: [],
    equivalents: [...new Set(members)].filter((member) => member !== bought),
  }
}
