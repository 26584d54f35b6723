import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compositionDrift } from '@dcmms/schema/compose.ts';
import { importBreaches } from './imports.ts';

const root = join(import.meta.dirname, '..', '..');

interface Step {
  readonly name: string;
  /** Sentences that say what is wrong and what to do; none when all is well. */
  readonly run: () => readonly string[];
}

/** What CI checks besides the tests, cheapest first; every step runs, so that one run tells everything. */
const steps: readonly Step[] = [
  { name: 'format', run: () => tool('prettier', ['--check', '--log-level', 'warn', '.'], 'Run `npm run format`.') },
  { name: 'imports', run: () => importBreaches().map(({ file, imports, reason }) => `${file} imports ${imports}: ${reason}.`) },
  {
    name: 'composition',
    run: () =>
      compositionDrift().map((file) => `schema/${file} no longer matches the subgraphs. Run \`npm run generate\` and commit the result.`),
  },
  { name: 'lint', run: () => tool('oxlint', ['--type-aware', '--deny-warnings'], '') },
  { name: 'types', run: () => tool('turbo', ['run', 'check', '--continue', '--output-logs=errors-only', '--log-order=grouped'], '') },
];

let failed = 0;
for (const step of steps) {
  const started = performance.now();
  const faults = step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)`);
  for (const fault of faults) console.log(`     ${fault}`);
  if (faults.length > 0) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;

function tool(program: string, args: readonly string[], hint: string): string[] {
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.status === 0) return [];
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim();
  return [...output.split('\n'), ...(hint ? [hint] : [])];
}
