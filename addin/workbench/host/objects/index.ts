import type { ClassName } from './class-map.ts'
import type { ObjectClass } from './object-class.ts'
import { addinInternalService } from './addin-internal-service.ts'
import { appRuntimePersistenceService } from './app-runtime-persistence-service.ts'
import { appRuntimeService } from './app-runtime-service.ts'
import { application } from './application.ts'
import { autoFilter } from './auto-filter.ts'
import { cellValueConditionalFormat } from './cell-value-conditional-format.ts'
import { chartAxes } from './chart-axes.ts'
import { chartAxis } from './chart-axis.ts'
import { chartAxisTitle } from './chart-axis-title.ts'
import { chartCollection } from './chart-collection.ts'
import { chartFill } from './chart-fill.ts'
import { chartLegend } from './chart-legend.ts'
import { chartSeriesCollection } from './chart-series-collection.ts'
import { chartSeriesFormat } from './chart-series-format.ts'
import { chartSeries } from './chart-series.ts'
import { chartTitle } from './chart-title.ts'
import { chart } from './chart.ts'
import { conditionalFormatCollection } from './conditional-format-collection.ts'
import { conditionalFormatRule } from './conditional-format-rule.ts'
import { conditionalFormat } from './conditional-format.ts'
import { conditionalRangeFill } from './conditional-range-fill.ts'
import { conditionalRangeFont } from './conditional-range-font.ts'
import { conditionalRangeFormat } from './conditional-range-format.ts'
import { customConditionalFormat } from './custom-conditional-format.ts'
import { customFunctions } from './custom-functions.ts'
import { customPropertyCollection } from './custom-property-collection.ts'
import { customProperty } from './custom-property.ts'
import { dataValidation } from './data-validation.ts'
import { documentProperties } from './document-properties.ts'
import { dynamicRibbon } from './dynamic-ribbon.ts'
import { filter } from './filter.ts'
import { namedItemCollection } from './named-item-collection.ts'
import { namedItem } from './named-item.ts'
import { pageLayout } from './page-layout.ts'
import { rangeBorderCollection } from './range-border-collection.ts'
import { rangeBorder } from './range-border.ts'
import { rangeFill } from './range-fill.ts'
import { rangeFont } from './range-font.ts'
import { rangeFormat } from './range-format.ts'
import { rangeView } from './range-view.ts'
import { range } from './range.ts'
import { settingCollection } from './setting-collection.ts'
import { setting } from './setting.ts'
import { tableCollection } from './table-collection.ts'
import { tableColumnCollection } from './table-column-collection.ts'
import { tableColumn } from './table-column.ts'
import { tableRowCollection } from './table-row-collection.ts'
import { tableRow } from './table-row.ts'
import { tableSort } from './table-sort.ts'
import { table } from './table.ts'
import { textConditionalFormat } from './text-conditional-format.ts'
import { workbook } from './workbook.ts'
import { worksheetCollection } from './worksheet-collection.ts'
import { worksheetCustomPropertyCollection } from './worksheet-custom-property-collection.ts'
import { worksheetCustomProperty } from './worksheet-custom-property.ts'
import { worksheetFreezePanes } from './worksheet-freeze-panes.ts'
import { worksheetProtection } from './worksheet-protection.ts'
import { worksheet } from './worksheet.ts'

/** Every class of Excel's object model that the simulator knows. */
export const OBJECT_CLASSES: { readonly [N in ClassName]: ObjectClass<N> } = {
  Application: application,
  AutoFilter: autoFilter,
  CellValueConditionalFormat: cellValueConditionalFormat,
  Chart: chart,
  ChartAxes: chartAxes,
  ChartAxis: chartAxis,
  ChartAxisTitle: chartAxisTitle,
  ChartCollection: chartCollection,
  ChartFill: chartFill,
  ChartLegend: chartLegend,
  ChartSeries: chartSeries,
  ChartSeriesCollection: chartSeriesCollection,
  ChartSeriesFormat: chartSeriesFormat,
  ChartTitle: chartTitle,
  ConditionalFormat: conditionalFormat,
  ConditionalFormatCollection: conditionalFormatCollection,
  ConditionalFormatRule: conditionalFormatRule,
  ConditionalRangeFill: conditionalRangeFill,
  ConditionalRangeFont: conditionalRangeFont,
  ConditionalRangeFormat: conditionalRangeFormat,
  CustomConditionalFormat: customConditionalFormat,
  CustomProperty: customProperty,
  CustomPropertyCollection: customPropertyCollection,
  DataValidation: dataValidation,
  DocumentProperties: documentProperties,
  Filter: filter,
  'Microsoft.AppRuntime.AppRuntimePersistenceService': appRuntimePersistenceService,
  'Microsoft.AppRuntime.AppRuntimeService': appRuntimeService,
  'Microsoft.DynamicRibbon.DynamicRibbon': dynamicRibbon,
  'Microsoft.ExcelServices.CustomFunctions': customFunctions,
  'Microsoft.InternalService.AddinInternalService': addinInternalService,
  NamedItem: namedItem,
  NamedItemCollection: namedItemCollection,
  PageLayout: pageLayout,
  Range: range,
  RangeBorder: rangeBorder,
  RangeBorderCollection: rangeBorderCollection,
  RangeFill: rangeFill,
  RangeFont: rangeFont,
  RangeFormat: rangeFormat,
  RangeView: rangeView,
  Setting: setting,
  SettingCollection: settingCollection,
  Table: table,
  TableCollection: tableCollection,
  TableColumn: tableColumn,
  TableColumnCollection: tableColumnCollection,
  TableRow: tableRow,
  TableRowCollection: tableRowCollection,
  TableSort: tableSort,
  TextConditionalFormat: textConditionalFormat,
  Workbook: workbook,
  Worksheet: worksheet,
  WorksheetCollection: worksheetCollection,
  WorksheetCustomProperty: worksheetCustomProperty,
  WorksheetCustomPropertyCollection: worksheetCustomPropertyCollection,
  WorksheetFreezePanes: worksheetFreezePanes,
  WorksheetProtection: worksheetProtection,
}
