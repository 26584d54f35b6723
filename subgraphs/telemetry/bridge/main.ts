import { ConfigurationError } from '@dcmms/runtime/config.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { createMetrics, endWithParent, serveHealth } from '@dcmms/runtime/serve.ts';
import { startBridge } from './bridge.ts';
import { registerMetrics } from './metrics.ts';
import { readSettings } from './settings.ts';

/** The bridge as a process: settings from the environment, `/health`, `/ready` and `/metrics`, an end with its launcher. */
async function main(): Promise<void> {
  const log = createLog('bridge');
  const settings = readSettings(process.env);
  const bridge = await startBridge(settings, log);
  const registry = createMetrics('bridge');
  registerMetrics(registry, bridge.parts);
  const health = await serveHealth({
    part: 'bridge',
    registry,
    checks: () => bridge.checks(),
    host: settings.healthHost,
    port: settings.healthPort,
  });
  endWithParent(async () => {
    await health.close();
    await bridge.close();
  });
  log.info({ mqttPort: bridge.mqttPort, healthUrl: health.url }, 'the bridge takes readings');
  process.send?.({ type: 'ready', healthUrl: health.url, mqttPort: bridge.mqttPort });
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const message = error instanceof Error ? error.message : String(error);
  if (taken) console.error('The port for MQTT is taken by another program; stop it or set MQTT_PORT to a free port.');
  else console.error(error instanceof ConfigurationError ? message : error);
  process.exit(1);
});
