import { expect, test } from 'vitest';
import { importBreaches } from './imports.ts';

const breachOf = (file: string, text: string) => importBreaches([file], () => text).map((breach) => breach.imports);

test('the house keeps its rules of imports', () => {
  expect(importBreaches()).toEqual([]);
});

test.each([
  ['a subgraph reaches into another', 'subgraphs/core/x.ts', "import { x } from '@dcmms/inventory/index.ts';"],
  ['a subgraph reaches into another by a path', 'subgraphs/core/x.ts', "import { x } from '../inventory/index.ts';"],
  ['the runtime knows a domain noun', 'runtime/x.ts', "import { sites } from '@dcmms/db/sites/sites.ts';"],
  ['the schema imports anything of ours', 'schema/x.ts', "export { x } from '@dcmms/runtime/log.ts';"],
  ['the gateway reads a table of the domain', 'gateway/x.ts', "import type { Site } from '@dcmms/db/sites/sites.ts';"],
  ['the gateway loads a subgraph outside its wiring', 'gateway/http/x.ts', "const x = await import('@dcmms/core/index.ts');"],
  ['the bridge loads GraphQL', 'subgraphs/telemetry/bridge/x.ts', "import { parse } from 'graphql';"],
  ['the database imports the runtime', 'db/x.ts', "import { createLog } from '@dcmms/runtime/log.ts';"],
])('%s: a breach', (_name, file, text) => {
  expect(breachOf(file, text)).toHaveLength(1);
});

test.each([
  ['a subgraph uses runtime, db and schema', 'subgraphs/core/x.ts', "import '@dcmms/runtime/log.ts';\nimport '@dcmms/db/sites/sites.ts';"],
  ['the gateway wires the subgraphs in one file', 'gateway/in-process.ts', "import '@dcmms/core/index.ts';"],
  ['a test of the runtime uses the database', 'runtime/x.test.ts', "import '@dcmms/db/sites/sites.ts';"],
])('%s: allowed', (_name, file, text) => {
  expect(breachOf(file, text)).toEqual([]);
});
