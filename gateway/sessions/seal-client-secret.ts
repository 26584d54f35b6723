import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { sealClientSecret } from './providers.ts';

// Seals the client secret of a tenant's provider for `tenant_idp_config.client_secret_encrypted`:
//   DCMMS_SECRET=… node gateway/sessions/seal-client-secret.ts <id of the tenant> < file-with-the-secret
const tenantId = z.uuid('the id of the tenant, from the table tenants').parse(process.argv[2]);
const { DCMMS_SECRET } = parseEnvironment(z.object({ DCMMS_SECRET: z.string().min(16, 'the secret of the installation') }));
const secret = (await text(process.stdin)).trim();
if (secret === '') throw new Error('The secret is read from the standard input, and nothing came.');
console.log(sealClientSecret(DCMMS_SECRET, tenantId, secret));
