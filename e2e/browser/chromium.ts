import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { waitForLock } from '@dcmms/db/embedded/lock.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * As root, without a zygote and without a GPU: Chromium paints on the processor, as it does on a machine that has none. The package's
 * own arguments are not used; they switch web security off (docs/decisions/052).
 */
const args = ['--no-sandbox', '--no-zygote', '--disable-gpu'];

/**
 * Starts Chromium: the one of `CHROMIUM`, else the one of the lockfile, unpacked once into `.cache/`. Nothing is fetched and nothing
 * of the machine is needed, fonts and libraries included.
 *
 * @param more arguments beside those for running headless, for measurements
 */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const given = process.env['CHROMIUM'];
  if (given !== undefined && given !== '') return chromium.launch({ executablePath: given, args: [...args, ...more] });
  const folder = await unpacked();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...args, ...more],
    env: {
      ...strings(process.env),
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH'] ?? ''].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/** The unpacked browser's folder, named by its version: another version never meets it. */
async function unpacked(): Promise<string> {
  const { version } = packageOf('@sparticuz/chromium');
  const folder = join(root, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const lock = await waitForLock(`chromium:${folder}`, 120_000);
  try {
    if (existsSync(folder)) return folder;
    const fresh = `${folder}.${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    const made = spawnSync(process.execPath, [join(import.meta.dirname, 'unpack.ts')], {
      env: { ...process.env, TMPDIR: fresh },
      encoding: 'utf8',
    });
    if (made.status !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      throw new Error(`The browser of the lockfile could not be unpacked:\n${made.stderr}`);
    }
    // With any folder but the one it was made for, the package finds no fonts, and a page with a form field ends the browser.
    writeFileSync(
      join(fresh, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>\n`,
    );
    renameSync(fresh, folder);
    return folder;
  } finally {
    await lock.release();
  }
}

function packageOf(name: string): { readonly version: string } {
  const resolved = createRequire(import.meta.url).resolve(name);
  const folder = resolved.slice(0, resolved.lastIndexOf(`/${name}/`) + name.length + 1);
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { version };
}

function strings(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
