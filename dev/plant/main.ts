import { gatewayCredentials } from '@dcmms/db/seed/gateways.ts';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { endWithParent } from '@dcmms/runtime/serve.ts';
import { z } from 'zod';
import { FaultFile } from './fault-file.ts';
import { SimulatedGateway } from './gateway.ts';
import { Schedule } from './schedule.ts';
import { createWorld, defaultSeed } from './world.ts';

/** A listener that is away holds up the start of everything no longer than this. */
const readyMsMax = 10_000;
const stepMs = 1_000;

const settings = parseEnvironment(
  z.object({
    DCMMS_HOME: z.string().min(1).default('.dcmms'),
    DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
    MQTT_PORT: z.coerce.number().int().min(1).max(65_535).default(1883),
    MQTT_URL: z.string().startsWith('mqtt', 'an mqtt:// address').optional(),
  }),
);

const log = createLog('plant');
const url = settings.MQTT_URL ?? `mqtt://127.0.0.1:${settings.MQTT_PORT}`;
const file = new FaultFile(settings.DCMMS_HOME);
const refresh = () => {
  const trouble = file.refresh();
  if (trouble !== undefined) log.warn({ trouble }, 'the faults of the plant cannot be read');
};
refresh();
const refreshing = setInterval(refresh, stepMs);

const world = createWorld(defaultSeed, () => file.faults);
const connected: Promise<void>[] = [];
const gateways = gatewayCredentials(settings.DCMMS_SECRET).map((credential) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  connected.push(promise);
  return new SimulatedGateway({
    url,
    credential,
    schedule: new Schedule(credential.site, world),
    fromMs: Date.now(),
    opens: true,
    stepMs,
    connected: () => {
      log.info({ site: credential.site }, 'the gateway of the site is connected');
      resolve();
    },
    failed: (error, retryInMs) =>
      log.warn({ site: credential.site, reason: error.message, retryInMs }, 'the gateway of the site is tried again'),
  });
});
const running = Promise.all(gateways.map((gateway) => gateway.run()));

const late = setTimeout(() => {
  log.warn({ url }, 'the listener is not there yet; the plant goes on trying');
  ready();
}, readyMsMax);
void Promise.all(connected).then(() => ready());

function ready(): void {
  clearTimeout(late);
  process.send?.({ type: 'ready' });
}

endWithParent(async () => {
  clearInterval(refreshing);
  for (const gateway of gateways) gateway.end();
  await running;
});
