/** Requirement sets that the simulated host claims; an add-in asks for them with isSetSupported. */
export const REQUIREMENT_SETS: Readonly<Record<string, number>> = {
  AddinCommands: 1.1,
  CustomFunctions: 1.7,
  CustomFunctionsRuntime: 1.4,
  DelayForCellEdit: 1.1,
  DialogApi: 1.2,
  DialogOrigin: 1.1,
  DocumentEvents: 1.1,
  ExcelApi: 1.17,
  ExcelApiOnline: 1.1,
  IdentityAPI: 1.3,
  KeyboardShortcuts: 1.1,
  OpenBrowserWindowApi: 1.1,
  RibbonApi: 1.2,
  RichApiRuntimeFlag: 1.2,
  Settings: 1.1,
  SharedRuntime: 1.2,
  SharedRuntimeInternal: 1.2,
}

const EXCEL = 16
const CAN_WRITE = 1

/** What the host tells the add-in of itself before Office.onReady. */
export function appContext(context: {
  readonly controlId: string
  readonly hostOrigin: string
  readonly documentName: string
  readonly settings: Readonly<Record<string, string>>
  readonly requirementSets: Readonly<Record<string, number>>
  readonly isDialog: boolean
}): Readonly<Record<string, unknown>> {
  return {
    _id: context.controlId,
    _isDialog: context.isDialog,
    _appName: EXCEL,
    _appVersion: '16.01',
    _hostFullVersion: '16.0.18700.41000',
    _appMinorVersion: 1,
    _appUILocale: 'en-US',
    _dataLocale: 'en-US',
    _docUrl: `https://localhost/${context.documentName}`,
    _clientMode: CAN_WRITE,
    _settings: Object.entries(context.settings),
    _reason: 1,
    _osfControlType: 1,
    _eToken: '',
    _correlationId: 'simulated',
    _appInstanceId: 'simulated',
    _addinName: 'Evenkeel',
    _appDomains: [context.hostOrigin],
    _requirementMatrix: JSON.stringify(context.requirementSets),
  }
}
