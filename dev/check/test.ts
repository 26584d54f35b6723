import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from '../launcher/build-web.ts';

/**
 * Runs the tests and closes with one plain line `N passed, N failed` (`, N skipped`), whatever happened. A file that could not
 * even be loaded counts as failed.
 *
 * Arguments: the test runner and its own arguments, then what the caller added (`npm test -- gateway`).
 */
const [runner = 'vitest', ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'dcmms-test-'));
const report = join(folder, 'report.json');

// Once, before any test waits for an installation that would build it; whoever runs a few tests alone builds when one asks for it.
if (args.at(-1) === 'vitest.workspace.ts') {
  // A console that cannot be built fails the tests that need it, and not the others.
  await buildWeb(join(import.meta.dirname, '..', '..'), (line) => console.log(line)).catch((error: unknown) => console.error(error));
}

const child = spawn(runner, [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  const counts = counted(code);
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
  process.exit(counts.failed > 0 ? 1 : (code ?? 1));
});

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

function counted(code: number | null): { passed: number; failed: number; skipped: number } {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
    const failed = result.numFailedTests + unloaded;
    return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: result.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
