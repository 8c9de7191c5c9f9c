import { sha256 } from '../audit/audit-line.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import type { HOLDERS } from './model.entity.ts'

/** A tier or class of a model; weights are fractions in their shortest form. */
export interface ContentNode {
  readonly name: string
  /** The tier above; null at the top. */
  readonly parent: string | null
  readonly isCash: boolean
  readonly target: string
  readonly low: string
  readonly high: string
}

/** What fills a part of a class for accounts of one tax status, with its alternatives in order. */
export interface ContentSecurity {
  readonly assetClass: string
  readonly holder: (typeof HOLDERS)[number]
  readonly symbol: string
  /** Share of the class, a fraction. */
  readonly weight: string
  readonly alternatives: readonly string[]
}

/** Everything that a version of a model says; two versions with one content are one. */
export interface ModelContent {
  /** Tiers before their classes. */
  readonly nodes: readonly ContentNode[]
  readonly securities: readonly ContentSecurity[]
}

/** SHA-256 of a content as canonical JSON. */
export function contentHash(content: ModelContent): string {
  return sha256(canonicalJson(content))
}

/** The classes of a tree: what has nothing below it. */
export function classesOf(nodes: readonly Pick<ContentNode, 'name' | 'parent'>[]): Set<string> {
  const tiers = new Set(nodes.map(({ parent }) => parent))
  return new Set(nodes.map(({ name }) => name).filter((name) => !tiers.has(name)))
}

/** The same nodes with tiers before their classes, otherwise in the order given. Nodes in a circle are left out. */
export function inTreeOrder<Node extends Pick<ContentNode, 'name' | 'parent'>>(
  nodes: readonly Node[],
): Node[] {
  const children = Map.groupBy(nodes, ({ parent }) => parent)
  const below = (parent: string | null): Node[] =>
    (children.get(parent) ?? []).flatMap((node) => [node, ...below(node.name)])
  return below(null)
}
