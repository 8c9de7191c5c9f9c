import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JSDOM } from 'jsdom'
import { RIBBON_COMMANDS } from '../../addin/excel/ribbon.ts'

const ICONS = join(import.meta.dirname, '../../addin/assets/icons')
const ICON_ADDRESS = /^https:\/\/localhost:4001\/addin\/icons\/([\w-]+\.png)$/
const PANE_ADDRESS = 'https://localhost:4001/addin/taskpane.html'
const ICON_SIZES = ['16', '32', '80']
/** What Excel cuts off: https://learn.microsoft.com/javascript/api/manifest/resources */
const LONGEST = { ShortStrings: 125, LongStrings: 250 } as const

/** The children of each element, in the one order that Office takes ([MS-OWEMXML] 2.2 and its published schemas). */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  OfficeApp: [
    ...['Id', 'Version', 'ProviderName', 'DefaultLocale', 'DisplayName', 'Description', 'IconUrl'],
    ...['HighResolutionIconUrl', 'SupportUrl', 'AppDomains', 'Hosts', 'Requirements', 'DefaultSettings'],
    ...['Permissions', 'VersionOverrides'],
  ],
  VersionOverrides: ['Description', 'Requirements', 'Hosts', 'Resources', 'WebApplicationInfo'],
  'VersionOverrides Host': ['Runtimes', 'AllFormFactors', 'DesktopFormFactor'],
  DesktopFormFactor: ['GetStarted', 'FunctionFile', 'ExtensionPoint'],
  GetStarted: ['Title', 'Description', 'LearnMoreUrl'],
  CustomTab: ['Group', 'Label'],
  Group: ['Label', 'Icon', 'Control'],
  Control: ['Label', 'Supertip', 'Icon', 'Action'],
  Supertip: ['Title', 'Description'],
  Resources: ['Images', 'Urls', 'ShortStrings', 'LongStrings'],
}

export function readManifest(text: string): Document {
  return new JSDOM(text, { contentType: 'application/xml' }).window.document
}

/** Whatever would keep Excel from taking the manifest, or a person from using it; sentences, none when all is well. */
export function manifestFaults(manifest: Document): string[] {
  return CHECKS.flatMap((check) => check(manifest))
}

const CHECKS = [
  order,
  resources,
  ids,
  addresses,
  icons,
  ribbonTab,
  functions,
  sharedRuntime,
  requirements,
  texts,
] as const

const all = (within: ParentNode, selector: string) => Array.from(within.querySelectorAll(selector))
const named = (element: Element) => element.localName
const value = (element: Element | null, attribute: string) => element?.getAttribute(attribute) ?? ''

function order(manifest: Document): string[] {
  return Object.entries(ORDER).flatMap(([selector, names]) =>
    all(manifest, selector).flatMap((element) => {
      const places = Array.from(element.children, (child) => names.indexOf(named(child)))
      const isInOrder = places.every((place, index) => place >= (places[index - 1] ?? 0))
      return isInOrder ? [] : [`the children of ${named(element)} are not in the order ${names.join(', ')}`]
    }),
  )
}

function resources(manifest: Document): string[] {
  const given = all(manifest, 'Resources > * > *').map((each) => value(each, 'id'))
  const used = new Set(all(manifest, '[resid]').map((each) => value(each, 'resid')))
  return [
    ...[...used].filter((id) => !given.includes(id)).map((id) => `resource ${id} is not given`),
    ...given.filter((id) => !used.has(id)).map((id) => `resource ${id} is not used`),
  ]
}

function ids(manifest: Document): string[] {
  const given = all(manifest, '[id]').map((each) => value(each, 'id'))
  const twice = given.filter((id, index) => given.indexOf(id) !== index)
  return [
    ...twice.map((id) => `id ${id} is given twice`),
    ...given.filter((id) => id === '' || id.length > 32).map((id) => `id ${id} is not of 1 to 32 characters`),
  ]
}

function addresses(manifest: Document): string[] {
  const given = [
    ...all(manifest, 'Urls > *, Images > *, SourceLocation[DefaultValue]'),
    ...all(manifest, 'IconUrl, HighResolutionIconUrl, SupportUrl'),
  ].map((each) => value(each, 'DefaultValue'))
  const domains = all(manifest, 'AppDomain').map((each) => each.textContent)
  return [...given, ...domains]
    .filter((address) => !address.startsWith('https://'))
    .map((address) => `address ${address} is not https`)
}

function icons(manifest: Document): string[] {
  const addressOf = new Map(
    all(manifest, 'Images > *').map((each) => [value(each, 'id'), value(each, 'DefaultValue')]),
  )
  const wanted = [
    ...all(manifest, 'Icon > *').map((each) => [
      addressOf.get(value(each, 'resid')) ?? '',
      value(each, 'size'),
    ]),
    [value(manifest.querySelector('IconUrl'), 'DefaultValue'), '32'],
    [value(manifest.querySelector('HighResolutionIconUrl'), 'DefaultValue'), '64'],
  ]
  const incomplete = all(manifest, 'Icon').filter(
    (icon) => Array.from(icon.children, (each) => value(each, 'size')).join() !== ICON_SIZES.join(),
  )
  return [
    ...wanted.flatMap(([address = '', size = '']) => iconFault(address, Number(size))),
    ...incomplete.map((icon) => `an icon of ${named(icon.parentElement ?? icon)} lacks a size`),
  ]
}

function iconFault(address: string, size: number): string[] {
  const [, name] = ICON_ADDRESS.exec(address) ?? []
  const path = join(ICONS, name ?? '')
  if (!name || !existsSync(path)) return [`icon ${address} is no file of addin/assets/icons`]
  const png = readFileSync(path)
  if (png.subarray(1, 4).toString() !== 'PNG') return [`icon ${name} is no PNG`]
  // Width and height stand at bytes 16 and 20 of a PNG.
  const pixels = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return pixels.every((side) => side === size)
    ? []
    : [`icon ${name} is of ${pixels.join(' by ')} pixels, not ${size}`]
}

function ribbonTab(manifest: Document): string[] {
  const tabs = all(manifest, 'ExtensionPoint > CustomTab, ExtensionPoint > OfficeTab')
  return tabs.length === 1 && tabs[0]?.localName === 'CustomTab' ? [] : ['there is no tab of our own']
}

function functions(manifest: Document): string[] {
  const names = all(manifest, 'FunctionName').map((each) => each.textContent)
  const known: readonly string[] = RIBBON_COMMANDS
  return [
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => `function ${name} is associated with nothing`),
    ...known.filter((name) => !names.includes(name)).map((name) => `function ${name} has no button`),
  ]
}

/** One page, one runtime: the pane's own, so that a button finds who is signed in. */
function sharedRuntime(manifest: Document): string[] {
  const runtime = manifest.querySelector('Runtimes > Runtime')
  const pages = ['FunctionFile', 'Action > SourceLocation'].map((selector) =>
    manifest.querySelector(selector),
  )
  const isShared = pages.every((page) => value(page, 'resid') === value(runtime, 'resid'))
  const address = manifest.querySelector(`[id="${value(runtime, 'resid')}"]`)
  const shown = manifest.querySelector('DefaultSettings > SourceLocation')
  const isPane = [address, shown].every((each) => value(each, 'DefaultValue') === PANE_ADDRESS)
  return [
    ...(value(runtime, 'lifetime') === 'long' ? [] : ['the runtime is not a long one']),
    ...(isShared ? [] : ['runtime, function file and pane are not one page']),
    ...(isPane ? [] : ['the runtime’s page is not the pane']),
  ]
}

function requirements(manifest: Document): string[] {
  return manifest.querySelector('Requirements Set[Name="SharedRuntime"][MinVersion="1.1"]')
    ? []
    : ['the shared runtime is not required']
}

function texts(manifest: Document): string[] {
  return Object.entries(LONGEST).flatMap(([kind, longest]) =>
    all(manifest, `${kind} > *`)
      .filter((each) => value(each, 'DefaultValue').length > longest)
      .map((each) => `text ${value(each, 'id')} is longer than ${longest} characters`),
  )
}
