import { z } from 'zod';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { endWithParent } from '@dcmms/runtime/serve.ts';
import { startIdp } from './start.ts';

const port = z.coerce.number().int().min(1).max(65535);

const settings = parseEnvironment(
  z.object({
    IDP_PORT: port.default(4100),
    IDP_HOST: z.string().min(1).default('127.0.0.1'),
    WEB_PORT: port.default(3000),
    GATEWAY_PORT: port.default(4000),
    DCMMS_HOME: z.string().min(1).default('.dcmms'),
    DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
  }),
);

const log = createLog('idp');
const idp = await startIdp({
  port: settings.IDP_PORT,
  host: settings.IDP_HOST,
  webPort: settings.WEB_PORT,
  gatewayPort: settings.GATEWAY_PORT,
  home: settings.DCMMS_HOME,
  secret: settings.DCMMS_SECRET,
  log,
});
log.info({ url: idp.url }, 'the development identity provider answers');
endWithParent(() => idp.close());
process.send?.({ type: 'ready', url: idp.url });
