import { modelRegistry } from '@dcmms/db/predictions/models.ts';
import { guardColumns } from '@dcmms/runtime/guard.ts';

/**
 * The registry under the graph's names: models of the tenant and of the platform. A model belongs to no site, so whoever may read
 * models reads all of them.
 */
export const modelRows = guardColumns(
  modelRegistry,
  {
    id: modelRegistry.id,
    name: modelRegistry.name,
    version: modelRegistry.version,
    type: modelRegistry.modelType,
    framework: modelRegistry.framework,
    status: modelRegistry.status,
    metrics: modelRegistry.metrics,
    baseline: modelRegistry.baselineStatistics,
    createdAt: modelRegistry.createdAt,
  },
  'tenant',
);
