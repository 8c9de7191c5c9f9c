import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const ADDIN = join(import.meta.dirname, '../../addin')
const API_SET = /\[Api set: ExcelApi (\d+)\.(\d+)\]/

/** A member of Excel's or Office's object model that the add-in uses, and the first edition of ExcelApi that has it. */
export interface UsedMember {
  readonly name: string
  readonly minor: number
  /** `file:line` of one use. */
  readonly place: string
}

/** Every member that the given files use, with the edition that Microsoft's own types state for it. */
export function usedMembers(files: readonly string[] = addinFiles()): UsedMember[] {
  const program = ts.createProgram([...files], {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    jsx: ts.JsxEmit.ReactJSX,
    types: ['office-js'],
  })
  const checker = program.getTypeChecker()
  const found = new Map<string, UsedMember>()
  for (const file of files) {
    const source = program.getSourceFile(file)
    if (!source) throw new Error(`${file} is not there`)
    const visit = (node: ts.Node): void => {
      for (const declaration of declarationsOf(node, checker)) {
        const minor = minorOf(declaration)
        if (minor === null) continue
        const name = nameOf(declaration)
        const { line } = source.getLineAndCharacterOfPosition(node.getStart())
        found.set(name, { name, minor, place: `${file.slice(ADDIN.length + 1)}:${line + 1}` })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return [...found.values()].sort((one, other) => other.minor - one.minor)
}

function addinFiles(): string[] {
  return readdirSync(join(ADDIN, 'excel')).map((name) => join(ADDIN, 'excel', name))
}

/** A call means one overload; a name in an object given to Excel means the property of its type. */
function declarationsOf(node: ts.Node, checker: ts.TypeChecker): readonly ts.Declaration[] {
  if (ts.isCallExpression(node)) {
    const declaration = checker.getResolvedSignature(node)?.declaration
    return declaration && !ts.isJSDocSignature(declaration) ? [declaration] : []
  }
  if (!ts.isIdentifier(node) || isCalled(node)) return []
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) {
    const type = checker.getContextualType(node.parent.parent)
    return type ? declarationsOfProperty(type, node.text, checker) : []
  }
  if (ts.isBindingElement(node.parent)) {
    const name = node.parent.propertyName ?? node.parent.name
    const type = checker.getTypeAtLocation(node.parent.parent)
    return name === node ? declarationsOfProperty(type, node.text, checker) : []
  }
  return checker.getSymbolAtLocation(node)?.declarations ?? []
}

function isCalled(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.name === node &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  )
}

function declarationsOfProperty(type: ts.Type, name: string, checker: ts.TypeChecker) {
  return checker.getPropertyOfType(checker.getNonNullableType(type), name)?.declarations ?? []
}

/** A member without a note of its own is as old as its class. */
function minorOf(declaration: ts.Declaration): number | null {
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    if (!node.getSourceFile().fileName.includes('@types/office-js')) return null
    const comments = ts.getJSDocCommentsAndTags(node).map((each) => each.getText())
    const [, major, minor] = API_SET.exec(comments.join('\n')) ?? []
    if (major !== undefined && minor !== undefined) return major === '1' ? Number(minor) : Infinity
  }
  return null
}

function nameOf(declaration: ts.Declaration): string {
  const own = ts.getNameOfDeclaration(declaration)?.getText() ?? '?'
  const owner = ts.getNameOfDeclaration(declaration.parent as ts.Declaration)?.getText()
  return owner === undefined ? own : `${owner}.${own}`
}
