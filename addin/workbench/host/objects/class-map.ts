import type { Area } from '../workbook/address.ts'
import type { NameModel, WorkbookModel } from '../workbook/workbook.ts'
import type { ChartModel, ConditionalFormatModel, Sheet } from '../workbook/sheet.ts'
import type { TableModel } from '../workbook/table.ts'

interface Cells {
  readonly sheet: Sheet
  readonly area: Area
}
interface OfSheet {
  readonly sheet: Sheet
}
interface OfTable {
  readonly table: TableModel
}
interface OfConditionalFormat {
  readonly sheet: Sheet
  readonly format: ConditionalFormatModel
}
interface OfWorkbook {
  readonly workbook: WorkbookModel
}
interface Keyed<Key> {
  readonly store: Map<string, Key>
  readonly key: string
}
interface OfChart {
  readonly chart: ChartModel
}
interface OfAxis extends OfChart {
  readonly axis: 'category' | 'value'
}
interface OfSeries extends OfChart {
  readonly sheet: Sheet
  readonly index: number
}
/** Services of Office outside of Excel's own objects; their members have no public typing. */
interface Service {
  readonly client: Record<string, unknown>
  readonly state: object
}

/** Every simulated class: Microsoft's typing of it, and what an object of it points at in the workbook. */
export interface ClassMap {
  Application: { client: Excel.Application; state: OfWorkbook }
  AutoFilter: { client: Excel.AutoFilter; state: OfTable }
  CellValueConditionalFormat: { client: Excel.CellValueConditionalFormat; state: OfConditionalFormat }
  Chart: { client: Excel.Chart; state: { readonly sheet: Sheet; readonly chart: ChartModel } }
  ChartAxes: { client: Excel.ChartAxes; state: OfChart }
  ChartAxis: { client: Excel.ChartAxis; state: OfAxis }
  ChartAxisTitle: { client: Excel.ChartAxisTitle; state: OfAxis }
  ChartCollection: { client: Excel.ChartCollection; state: OfSheet }
  ChartFill: { client: Excel.ChartFill; state: OfSeries }
  ChartLegend: { client: Excel.ChartLegend; state: OfChart }
  ChartSeries: { client: Excel.ChartSeries; state: OfSeries }
  ChartSeriesCollection: {
    client: Excel.ChartSeriesCollection
    state: { readonly sheet: Sheet; readonly chart: ChartModel }
  }
  ChartSeriesFormat: { client: Excel.ChartSeriesFormat; state: OfSeries }
  ChartTitle: { client: Excel.ChartTitle; state: OfChart }
  ConditionalFormat: { client: Excel.ConditionalFormat; state: OfConditionalFormat }
  ConditionalFormatCollection: { client: Excel.ConditionalFormatCollection; state: Cells }
  ConditionalFormatRule: { client: Excel.ConditionalFormatRule; state: OfConditionalFormat }
  ConditionalRangeFill: { client: Excel.ConditionalRangeFill; state: OfConditionalFormat }
  ConditionalRangeFont: { client: Excel.ConditionalRangeFont; state: OfConditionalFormat }
  ConditionalRangeFormat: { client: Excel.ConditionalRangeFormat; state: OfConditionalFormat }
  CustomConditionalFormat: { client: Excel.CustomConditionalFormat; state: OfConditionalFormat }
  CustomProperty: { client: Excel.CustomProperty; state: Keyed<unknown> }
  CustomPropertyCollection: { client: Excel.CustomPropertyCollection; state: OfWorkbook }
  DataValidation: { client: Excel.DataValidation; state: Cells }
  DocumentProperties: { client: Excel.DocumentProperties; state: OfWorkbook }
  Filter: { client: Excel.Filter; state: { readonly table: TableModel; readonly index: number } }
  NamedItem: { client: Excel.NamedItem; state: { readonly name: NameModel } }
  NamedItemCollection: { client: Excel.NamedItemCollection; state: { readonly sheet: Sheet | null } }
  PageLayout: { client: Excel.PageLayout; state: OfSheet }
  Range: { client: Excel.Range; state: Cells }
  RangeBorder: { client: Excel.RangeBorder; state: Cells & { readonly side: string } }
  RangeBorderCollection: { client: Excel.RangeBorderCollection; state: Cells }
  RangeFill: { client: Excel.RangeFill; state: Cells }
  RangeFont: { client: Excel.RangeFont; state: Cells }
  RangeFormat: { client: Excel.RangeFormat; state: Cells }
  RangeView: { client: Excel.RangeView; state: Cells }
  Setting: { client: Excel.Setting; state: Keyed<unknown> }
  SettingCollection: { client: Excel.SettingCollection; state: OfWorkbook }
  Table: { client: Excel.Table; state: OfTable }
  TableCollection: { client: Excel.TableCollection; state: { readonly sheet: Sheet | null } }
  TableColumn: { client: Excel.TableColumn; state: { readonly table: TableModel; readonly index: number } }
  TableColumnCollection: { client: Excel.TableColumnCollection; state: OfTable }
  TableRow: { client: Excel.TableRow; state: { readonly table: TableModel; readonly index: number } }
  TableRowCollection: { client: Excel.TableRowCollection; state: OfTable }
  TableSort: { client: Excel.TableSort; state: OfTable }
  TextConditionalFormat: { client: Excel.TextConditionalFormat; state: OfConditionalFormat }
  Workbook: { client: Excel.Workbook; state: OfWorkbook }
  Worksheet: { client: Excel.Worksheet; state: OfSheet }
  WorksheetCollection: { client: Excel.WorksheetCollection; state: OfWorkbook }
  WorksheetCustomProperty: { client: Excel.WorksheetCustomProperty; state: Keyed<string> }
  WorksheetCustomPropertyCollection: { client: Excel.WorksheetCustomPropertyCollection; state: OfSheet }
  WorksheetFreezePanes: { client: Excel.WorksheetFreezePanes; state: OfSheet }
  WorksheetProtection: { client: Excel.WorksheetProtection; state: OfSheet }
  'Microsoft.AppRuntime.AppRuntimeService': Service
  'Microsoft.AppRuntime.AppRuntimePersistenceService': Service
  'Microsoft.DynamicRibbon.DynamicRibbon': Service
  'Microsoft.ExcelServices.CustomFunctions': Service
  'Microsoft.InternalService.AddinInternalService': Service
}

export type ClassName = keyof ClassMap
export type StateOf<N extends ClassName> = ClassMap[N]['state']
/** Public member names of the class by Microsoft's typing, so that a class cannot declare one that is not there. */
export type MemberOf<N extends ClassName> = keyof ClassMap[N]['client'] & string
