import { parseArgs } from 'node:util';
import { machine } from '@dcmms/dev/bench/figures.ts';
import { withInstallation } from '@dcmms/dev/bench/with-installation.ts';
import { installationSecret } from '@dcmms/dev/launcher/secrets.ts';
import { launchChromium } from '../browser/chromium.ts';
import { measureAlarms } from './alarm-latency.ts';
import { measureLiveValues } from './live-values.ts';
import { measureLongTrend } from './long-trend.ts';
import { measurePages } from './pages.ts';

const measures = ['pages', 'liveValues', 'longTrend', 'alarms'] as const;

/** What the console costs a browser and how quick it is, on a whole installation with the browser beside it on the same machine. */
async function main(): Promise<void> {
  const { values } = parseArgs({ strict: true, options: { only: { type: 'string', default: measures.join(',') } } });
  const only = values.only.split(',');
  const unknown = only.filter((name) => !measures.some((measure) => measure === name));
  if (unknown.length > 0) throw new Error(`--only names some of ${measures.join(', ')}, not ${unknown.join(', ')}.`);

  await withInstallation(['--no-plant'], async (installation) => {
    const ready = await installation.start();
    const browser = await launchChromium();
    try {
      const pages = only.includes('pages') ? await measurePages(browser, ready) : undefined;
      for (const [route, { firstLoadKb, scriptKb, lcpMs, cls, phone }] of Object.entries(pages ?? {})) {
        console.log(
          `${route.padEnd(24)} ${firstLoadKb} KB at first, ${scriptKb} KB in all, LCP ${lcpMs} ms, CLS ${cls}; phone: LCP ${phone.lcpMs} ms, CLS ${phone.cls}`,
        );
      }
      const liveValues = only.includes('liveValues') ? await measureLiveValues(browser, ready) : undefined;
      for (const [page, figures] of Object.entries(liveValues ?? {})) console.log(`live values, ${page}: ${JSON.stringify(figures)}`);
      const longTrend = only.includes('longTrend') ? await measureLongTrend(browser, ready) : undefined;
      if (longTrend) console.log(`a long trend: ${JSON.stringify(longTrend)}`);
      const alarms = only.includes('alarms') ? await measureAlarms(browser, ready, installationSecret(installation.home)) : undefined;
      if (alarms) console.log(`an alarm on the screen after its PUBACK: ${JSON.stringify(alarms)}`);
      console.log(JSON.stringify({ bench: 'console', pages, liveValues, longTrend, alarms, machine: machine() }));
    } finally {
      await browser.close();
    }
  });
}

await main();
