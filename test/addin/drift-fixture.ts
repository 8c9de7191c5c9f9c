import type { ClassDriftRowFragment, HouseholdClassesFragment } from '../../addin/api/generated/graphql.ts'
import type { PullStamp } from '../../addin/sheets/drift-stamp.ts'

export const STAMP: PullStamp = {
  firmName: 'Demonstration firm',
  asOf: '2025-09-26',
  pulledAt: '2026-06-02T14:05:59.000Z',
  userName: 'ada',
  scope: 'All households',
  householdCount: 2,
}

/** A class row: half a million dollars in a band of 45% to 55% unless told otherwise. */
export function classRow(parts: Partial<ClassDriftRowFragment>): ClassDriftRowFragment {
  return {
    ordinal: 0,
    parentOrdinal: null,
    name: 'US Equity',
    isTier: false,
    isCash: false,
    isOutsideModel: false,
    value: '500000.00',
    weight: '0.500000',
    target: '0.500000',
    low: '0.450000',
    high: '0.550000',
    drift: '0.000000',
    status: 'IN_BAND',
    ...parts,
  }
}

/** The Bakers: a tier of two classes, of which one is above its band by 2.5 points. */
export const BAKERS: HouseholdClassesFragment = {
  id: 'h1',
  reference: 'HH-0001',
  name: 'Baker household',
  rebalanceLevel: 'HOUSEHOLD',
  model: { name: 'Moderate' },
  drift: {
    asOf: '2025-09-26',
    base: '1000000.00',
    largestDrift: '0.075000',
    outOfBand: 1,
    status: 'ABOVE_BAND',
    classes: [
      classRow({
        ordinal: 0,
        name: 'Equity',
        isTier: true,
        value: '675000.00',
        weight: '0.675000',
        drift: '0.025000',
      }),
      classRow({
        ordinal: 1,
        parentOrdinal: 0,
        value: '575000.00',
        weight: '0.575000',
        drift: '0.075000',
        status: 'ABOVE_BAND',
      }),
      classRow({
        ordinal: -1,
        name: 'Outside the model',
        isOutsideModel: true,
        value: '0.00',
        weight: '0.000000',
      }),
    ],
  },
}

/** A household that no model is assigned to: nothing is measured. */
export const UNMAPPED: HouseholdClassesFragment = {
  id: 'h2',
  reference: '0042',
  name: '=HYPERLINK("http://evil")',
  rebalanceLevel: 'HOUSEHOLD',
  model: null,
  drift: null,
}
