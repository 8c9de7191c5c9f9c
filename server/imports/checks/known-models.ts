import { filesOf } from '../file-set.ts'
import { firstOfEach, inRows, type CrossCheck } from './check.ts'

/** A household's model is one of the firm's. */
export const knownModels: CrossCheck = ({ set, known }, report) => {
  for (const file of filesOf(set, 'households')) {
    for (const { key, record, rows } of firstOfEach(file.records, ({ model }) => model)) {
      if (known.classesOfModels.has(key)) continue
      report(
        file,
        record.line,
        'model',
        `the model is unknown${inRows(rows)}`,
        key,
        'a model of the firm, or nothing',
      )
    }
  }
}

/** Securities fill classes of models: not tiers, and not what no model has. */
export const knownClasses: CrossCheck = ({ set, known }, report) => {
  for (const file of filesOf(set, 'modelSecurities')) {
    for (const { line, model, assetClass } of file.records) {
      const classes = model === null ? undefined : known.classesOfModels.get(model)
      if (model !== null && !classes) {
        report(
          file,
          line,
          'model',
          'the model is unknown',
          model,
          'a model of the firm, or nothing for every model',
        )
        continue
      }
      const isKnown = classes
        ? classes.has(assetClass)
        : [...known.classesOfModels.values()].some((ofModel) => ofModel.has(assetClass))
      if (isKnown) continue
      const expected =
        model === null ? 'a class without parts in some model' : `a class without parts of ${model}`
      report(file, line, 'asset_class', 'the class is unknown', assetClass, expected)
    }
  }
}
