import type { Browser } from 'playwright-core';
import mqtt from 'mqtt';
import pg from 'pg';
import { hashGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { consoleOf, keepLook, signIn } from '../console/person.ts';
import { eventually } from '../testing/eventually.ts';
import { rest } from './pages.ts';

const tagCount = 100;
const roundsPerSecond = 5;
const seconds = 20;
const siteCode = 'BENCH';
/** Whose sites nobody has asked for yet: what a person may see is kept for a while. */
const watcher = 'supervisor@helios.test';
const gatewayPassword = 'of a benchmark';

export interface LiveFigures {
  /** Values that came over the page's socket. */
  readonly valuesPerSecond: number;
  readonly framesPerSecond: number;
  /** The longest time between two frames. */
  readonly longestFrameMs: number;
  /** Of the page's main thread, in percent of its time. */
  readonly mainThreadPercent: number;
}

/**
 * What live values cost the page that shows them: a hundred tags, each measured five times a second, as a wall of fifty inverters and
 * as the table of an asset's tags.
 */
export async function measureLiveValues(browser: Browser, ready: ReadyFile): Promise<Record<string, LiveFigures>> {
  const series = await createSite(ready.database);
  const client = await mqtt.connectAsync(ready.mqtt, { username: `bench/${siteCode}`, password: gatewayPassword, protocolVersion: 4 });
  let round = 0;
  const send = (): void => {
    round += 1;
    const t = Date.now();
    const points = series.map(({ asset, tag }, index) => ({ asset, tag, t, v: 500 + 400 * Math.sin((round + index) / 20) }));
    client.publish(`dcmms/v1/helios/${siteCode}/telemetry`, JSON.stringify({ gateway: 'GW-BENCH', seq: round, sentAt: t, points }), {
      qos: 1,
    });
  };
  const timer = setInterval(send, 1_000 / roundsPerSecond);
  try {
    return {
      'wall of 50 inverters': await measure(browser, ready, `/wall/${siteCode}`),
      'table of 100 tags': await measure(browser, ready, '/assets/BENCH-00'),
    };
  } finally {
    clearInterval(timer);
    await client.endAsync(true);
  }
}

async function measure(browser: Browser, ready: ReadyFile, path: string): Promise<LiveFigures> {
  const { page, context } = await signIn(browser, consoleOf(ready), watcher);
  let values = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = payload.toString();
      if (text.includes('"telemetryFrames"')) values += (/"values":\[([^\]]*)\]/.exec(text)?.[1] ?? '').split(',').length;
    }),
  );
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const busySeconds = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  await rest(page, new URL(path, consoleOf(ready)));
  // Until the values run and the compilers are warm.
  const enough = values + 2 * tagCount * roundsPerSecond;
  await eventually(
    () => values,
    (now) => now >= enough,
    60_000,
  );

  const [valuesBefore, busyBefore] = [values, await busySeconds()];
  const { frames, longestMs, tookMs } = await page.evaluate(
    (ms) =>
      new Promise<{ frames: number; longestMs: number; tookMs: number }>((resolve) => {
        const begun = performance.now();
        let [last, frames, longestMs] = [begun, 0, 0];
        const next = (): void => {
          const now = performance.now();
          longestMs = Math.max(longestMs, now - last);
          last = now;
          frames += 1;
          if (now - begun < ms) requestAnimationFrame(next);
          else resolve({ frames, longestMs, tookMs: now - begun });
        };
        requestAnimationFrame(next);
      }),
    seconds * 1_000,
  );
  const busy = (await busySeconds()) - busyBefore;
  const figures = {
    valuesPerSecond: Math.round((values - valuesBefore) / (tookMs / 1_000)),
    framesPerSecond: Math.round(frames / (tookMs / 10_000)) / 10,
    longestFrameMs: Math.round(longestMs),
    mainThreadPercent: Math.round((busy / (tookMs / 1_000)) * 1_000) / 10,
  };
  await keepLook(page, `live-values${path.replaceAll('/', '-')}`);
  await context.close();
  return figures;
}

/** A site of the demo's tenant with a gateway of its own: fifty inverters with power and expectation, and one asset with a hundred tags. */
async function createSite(databaseUrl: string): Promise<{ readonly asset: string; readonly tag: string }[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ site: string; tenant: string }>(
      `insert into sites (id, tenant_id, site_id, name) select uuidv7(), id, $1, 'A benchmark''s site' from tenants where tenant_id = 'helios'
       returning id as site, tenant_id as tenant`,
      [siteCode],
    );
    const place = [rows[0]?.tenant, rows[0]?.site];
    await client.query(
      `insert into gateways (id, tenant_id, site_id, gateway_id, username, password_hash) values (uuidv7(), $1, $2, 'GW-BENCH', $3, $4)`,
      [...place, `bench/${siteCode}`, await hashGatewayPassword(gatewayPassword)],
    );
    await client.query(
      `insert into assets (id, tenant_id, site_id, asset_id, name, type, rated_power_kw)
       select uuidv7(), $1, $2, 'BENCH-' || lpad(n::text, 2, '0'), 'Asset ' || n, case n when 0 then 'meter' else 'inverter' end, 1000
       from generate_series(0, $3::int / 2) n`,
      [...place, tagCount],
    );
    await client.query(
      `insert into sensor_mappings (id, tenant_id, site_id, asset_id, gateway_id, source_protocol, min_valid, max_valid, expected_interval_s, unit, tag, metric, address)
       select uuidv7(), $1, $2, a.id, g.id, 'modbus', -10, 5000, 1, 'kW', a.asset_id || '.' || t.name, t.metric, t.name
       from assets a join gateways g on g.site_id = a.site_id
       cross join lateral (
         select 'Tag' || lpad(n::text, 3, '0') as name, null as metric from generate_series(1, $3::int) n where a.type = 'meter'
         union all select 'ActivePower', 'active_power_kw' where a.type = 'inverter'
         union all select 'ExpectedPower', 'expected_power_kw' where a.type = 'inverter') t
       where a.site_id = $2 and a.tenant_id = $1`,
      [...place, tagCount],
    );
    await client.query(
      `insert into user_sites (tenant_id, site_id, user_id) select $1, $2, id from users where tenant_id = $1 and email = $3`,
      [...place, watcher],
    );
    await client.query('commit');
    const series = await client.query<{ asset: string; tag: string }>(
      `select a.asset_id as asset, m.tag from sensor_mappings m join assets a on a.id = m.asset_id where m.site_id = $1 order by m.tag`,
      [rows[0]?.site],
    );
    return series.rows;
  } finally {
    await client.end();
  }
}
