import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readReadyFile } from '@dcmms/dev/installation/ready.ts';
import { signIn } from '../console/person.ts';
import { launchChromium } from './chromium.ts';

/**
 * The README's pictures, taken from the installation that runs (`DCMMS_HOME`): `node e2e/browser/screens.ts`.
 * Each is a real page of the demo fleet, as the person who would look at it sees it.
 */
const { console: address } = readReadyFile();
if (address === undefined) throw new Error('This installation runs without its console. Start it without --no-web.');
const folder = join(import.meta.dirname, '..', '..', 'docs', 'screens');
mkdirSync(folder, { recursive: true });

interface Screen {
  readonly name: string;
  readonly who: string;
  readonly path: string;
  readonly phone?: boolean;
  /** What has to be seen before the picture is taken. */
  readonly shows: RegExp;
  /** What has to be there besides, as a selector. */
  readonly drawn?: string;
}

const screens: readonly Screen[] = [
  // The map is drawn last.
  { name: 'overview', who: 'operator@helios.test', path: '/', shows: /CESTAS/, drawn: '.maplibregl-canvas' },
  { name: 'alarms', who: 'operator@helios.test', path: '/alarms', shows: /INV-26/ },
  { name: 'orders', who: 'supervisor@helios.test', path: '/work-orders', shows: /WO-/ },
  { name: 'board', who: 'supervisor@helios.test', path: '/work-orders?view=board', shows: /WO-|INV-/ },
  { name: 'asset', who: 'operator@helios.test', path: '/assets/INV-11', shows: /ActivePower/ },
  { name: 'my-work', who: 'technician@helios.test', path: '/my-work', phone: true, shows: /INV-/ },
  { name: 'alarms-phone', who: 'operator@helios.test', path: '/alarms', phone: true, shows: /INV-26/ },
];

const browser = await launchChromium();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const screen of screens) {
      const person = await signIn(browser, address, screen.who, { colorScheme, phone: screen.phone ?? false });
      await person.page.goto(new URL(screen.path, address).href);
      await person.page.getByText(screen.shows).first().waitFor();
      if (screen.drawn !== undefined) await person.page.locator(screen.drawn).first().waitFor();
      await person.page.waitForLoadState('networkidle').catch(() => undefined);
      await person.page.screenshot({ path: join(folder, `${screen.name}-${colorScheme}.png`) });
      console.log(`${screen.name}-${colorScheme}`, person.faults.join(' | '));
      await person.context.close();
    }
  }
} finally {
  await browser.close();
}
