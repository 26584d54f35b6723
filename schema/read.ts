import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The subgraphs that make up the graph, in the order in which they are composed. */
export const subgraphNames = ['core', 'inventory', 'telemetry', 'predictions'] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** The SDL of one subgraph: the shared prelude and the files of its folder, a file per noun. */
export function subgraphSdl(name: SubgraphName): string {
  const folder = join(import.meta.dirname, name);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  const parts = [join(import.meta.dirname, 'shared', 'prelude.graphql'), ...files.map((file) => join(folder, file))];
  return parts.map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** The committed supergraph that the gateway plans with: all subgraphs, or what partners see of them. */
export function supergraphSdl(graph: 'supergraph' | 'partner' = 'supergraph'): string {
  return readFileSync(join(import.meta.dirname, `${graph}.graphql`), 'utf8');
}
