import { GraphQLError, Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { badInput } from '@dcmms/runtime/refusal.ts';
import type { Variables } from './conditions.ts';
import type { OperationLimits } from './limits.ts';

/** What a selection amounts to when its fragments are spread. */
interface Extent {
  readonly selections: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly roots: number;
}

const nothing: Extent = { selections: 0, depth: 0, aliases: 0, directives: 0, roots: 0 };

/**
 * Refuses a document that is larger than it looks: nesting, aliases, directives and fragments spread into fragments (791 bytes of
 * which kept a bare gateway busy for 22 s). Looks at each node once, whatever the fragments multiply to, and needs no schema, so it
 * comes before validation.
 */
export function checkStructure(document: DocumentNode, limits: OperationLimits): GraphQLError | undefined {
  const lists = listsInLists(document);
  if (lists > limits.valueListsMax) return refused('nests lists in a value deeper', lists, limits.valueListsMax);
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
  const measured = new Map<string, Extent | 'measuring'>();
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const extent = measure(operation.selectionSet, fragments, measured);
    const { selections, depth, aliases, directives, roots } = extent;
    if (selections > limits.selectionsMax) return refused('asks for more fields', selections, limits.selectionsMax);
    if (depth > limits.depthMax) return refused('nests deeper', depth, limits.depthMax);
    if (aliases > limits.aliasesMax) return refused('uses more aliases', aliases, limits.aliasesMax);
    if (directives + (operation.directives?.length ?? 0) > limits.directivesMax)
      return refused('uses more directives', directives, limits.directivesMax);
    if (roots > limits.rootFieldsMax) return refused('has more root fields', roots, limits.rootFieldsMax);
  }
  return undefined;
}

/** Refuses values that nest deeper than any input of ours: graphql-js coerces by recursion, and would overflow the stack. */
export function checkVariables(variables: Variables, depthMax: number): GraphQLError | undefined {
  let level: unknown[] = Object.values(variables);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return badInput(`Variables nest deeper than ${depthMax} levels.`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return undefined;
}

/**
 * How deep lists nest in the literal values of a document. Apollo's planner walks every list twice when it looks for variables
 * (`collectVariablesInValue` of federation-internals 2.15), so each level doubles its work: 260 bytes with 30 of them never end.
 */
function listsInLists(document: DocumentNode): number {
  let depth = 0;
  let deepest = 0;
  visit(document, {
    ListValue: {
      enter: () => {
        depth += 1;
        deepest = Math.max(deepest, depth);
      },
      leave: () => {
        depth -= 1;
      },
    },
  });
  return deepest;
}

function measure(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  measured: Map<string, Extent | 'measuring'>,
): Extent {
  let total = nothing;
  for (const selection of selectionSet.selections) {
    const directives = selection.directives?.length ?? 0;
    let inner = nothing;
    if (selection.kind === Kind.FRAGMENT_SPREAD) inner = measureFragment(selection.name.value, fragments, measured);
    else if (selection.selectionSet) inner = measure(selection.selectionSet, fragments, measured);
    const isField = selection.kind === Kind.FIELD;
    total = {
      selections: total.selections + 1 + inner.selections,
      depth: Math.max(total.depth, inner.depth + (isField ? 1 : 0)),
      aliases: total.aliases + inner.aliases + (isField && selection.alias ? 1 : 0),
      directives: total.directives + inner.directives + directives,
      roots: total.roots + (isField ? 1 : inner.roots),
    };
  }
  return total;
}

/** A fragment that spreads itself counts as nothing here; validation refuses it. */
function measureFragment(
  name: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  measured: Map<string, Extent | 'measuring'>,
): Extent {
  const known = measured.get(name);
  if (known === 'measuring') return nothing;
  if (known) return known;
  const fragment = fragments.get(name);
  if (!fragment) return nothing;
  measured.set(name, 'measuring');
  const extent = measure(fragment.selectionSet, fragments, measured);
  measured.set(name, extent);
  return extent;
}

function refused(what: string, found: number, max: number): GraphQLError {
  const count = Number.isFinite(found) && found < 1e9 ? String(found) : 'far too many';
  return new GraphQLError(`The operation ${what} than allowed: ${count}, at most ${max}.`, { extensions: { code: 'COST_LIMIT' } });
}
