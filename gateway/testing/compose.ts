import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** Composes tiny subgraphs for a test, as `schema/compose.ts` does with the real ones. */
export function composeSupergraph(subgraphs: Readonly<Record<string, string>>): string {
  const composed = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  return composed.supergraphSdl;
}

/** What each tiny subgraph links: federation, and the directive that carries permissions into the supergraph. */
export const linked = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag", "@inaccessible", "@cost", "@listSize", "@composeDirective"])
    @link(url: "https://dcmms.dev/specs/auth/v1.0", import: ["@auth"])
    @composeDirective(name: "@auth")
  directive @auth(permissions: [String!]!) on FIELD_DEFINITION
`;
