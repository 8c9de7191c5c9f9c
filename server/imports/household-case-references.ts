import { parseDecimal, sum, WEIGHT_PLACES, WHOLE } from '../engine/facts/fixed-point.ts'
import { OUTSIDE_MODEL } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import type { JsonPlace } from './json-case.ts'

/** Refuses what is well formed but does not fit together: unknown ids, repeated ids, sums, ranges, dates to come. */
export function checkReferences(top: JsonPlace, snapshot: Snapshot): void {
  const ids = {
    securities: new Set(snapshot.securities.map(({ id }) => id)),
    accounts: new Set(snapshot.accounts.map(({ id }) => id)),
    models: new Set(snapshot.models.map(({ id }) => id)),
  }
  for (const rows of ['securities', 'groups', 'accounts']) refuseRepeats(top.at(rows).list(), 'id')
  for (const [, model] of top.at('models').entries()) checkModel(model, snapshot)
  for (const group of top.at('groups').list()) {
    if (!ids.models.has(group.at('model').text())) group.at('model').refuse('the name of a model of the case')
    for (const account of group.at('accounts').list())
      if (!ids.accounts.has(account.text())) account.refuse('the id of an account of the case')
  }
  checkGrouping(top, snapshot)
  for (const account of top.at('accounts').list()) {
    refuseRepeats(account.at('lots').list(), 'id')
    for (const row of [...account.at('lots').list(), ...account.at('restrictions').optionalList()])
      refuseUnknown(row.at('security'), ids.securities, 'security')
    for (const lot of account.at('lots').list()) refuseFuture(lot.at('acquired'), snapshot.asOf)
  }
  for (const trade of top.at('recentTrades').optionalList()) {
    refuseUnknown(trade.at('account'), ids.accounts, 'account')
    refuseUnknown(trade.at('security'), ids.securities, 'security')
    refuseFuture(trade.at('date'), snapshot.asOf)
  }
}

function checkModel(model: JsonPlace, snapshot: Snapshot): void {
  const classes = model.at('classes').list()
  refuseRepeats(classes, 'id')
  if (classes.filter((node) => node.at('cash').boolean(false)).length !== 1)
    model.at('classes').refuse('exactly one class with "cash": true')
  const targets = classes.map((node) => weight(node.at('target')))
  if (sum(targets) !== WHOLE) model.at('classes').refuse('targets that sum to exactly 1')
  for (const node of classes) {
    if (node.at('id').text() === OUTSIDE_MODEL) node.at('id').refuse(`another id: ${OUTSIDE_MODEL} is taken`)
    if (weight(node.at('low')) > weight(node.at('target')))
      node.at('low').refuse('a lower edge not above the target')
    if (weight(node.at('high')) < weight(node.at('target')))
      node.at('high').refuse('an upper edge not below the target')
    checkSlots(node, snapshot)
  }
}

function checkSlots(node: JsonPlace, snapshot: Snapshot): void {
  const slots = node.at('slots').optionalList()
  if (slots.length > 0 && sum(slots.map((slot) => weight(slot.at('weight')))) !== WHOLE)
    node.at('slots').refuse('weights that sum to exactly 1')
  const classId = node.at('id').text()
  for (const slot of slots) {
    const substitutes = slot
      .at('byType')
      .entries()
      .map(([, place]) => place)
    for (const place of [slot.at('security'), ...substitutes, ...slot.at('equivalents').optionalList()]) {
      const security = snapshot.securities.find(({ id }) => id === place.text())
      if (!security) place.refuse('the id of a security of the case')
      else if (security.assetClassId !== classId)
        place.refuse(
          `a security of class ${classId}; ${security.id} is of ${security.assetClassId ?? 'none'}`,
        )
    }
  }
}

function checkGrouping(top: JsonPlace, snapshot: Snapshot): void {
  top
    .at('accounts')
    .list()
    .forEach((account) => {
      const id = account.at('id').text()
      const groups = snapshot.groups.flatMap(({ accountIds }) => accountIds).filter((each) => each === id)
      if (groups.length !== 1)
        account.at('id').refuse(`an account in exactly one group; it is in ${groups.length}`)
    })
}

function refuseRepeats(rows: readonly JsonPlace[], key: string): void {
  const seen = new Set<string>()
  for (const row of rows) {
    const id = row.at(key).text()
    if (seen.has(id)) row.at(key).refuse('an id that no other row of the list has')
    seen.add(id)
  }
}

function refuseUnknown(place: JsonPlace, known: ReadonlySet<string>, noun: string): void {
  if (!known.has(place.text())) place.refuse(`the id of a ${noun} of the case`)
}

function refuseFuture(place: JsonPlace, asOf: string): void {
  if (place.date() > asOf) place.refuse(`a date not after ${asOf}`)
}

const weight = (place: JsonPlace): bigint =>
  parseDecimal(place.decimal({ places: WEIGHT_PLACES }), WEIGHT_PLACES)
