import type { PeriodicJob } from '@dcmms/runtime/periodic.ts';
import { dropPartitions } from './drop-partitions.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import { removeRows } from './remove-rows.ts';
import { sealAudit } from './seal-audit.ts';

/** A direct or pooled address for each role that does a job. A role without one leaves its jobs to another process. */
export interface JobAddresses {
  /** `dcmms_partition` */
  readonly partitionUrl?: string | undefined;
  /** `dcmms_retention` */
  readonly retentionUrl?: string | undefined;
  /** `dcmms_seal` */
  readonly sealUrl?: string | undefined;
}

/** What core does again and again without being asked: it keeps the database's partitions, its age and its audit. */
export function coreJobs({ partitionUrl, retentionUrl, sealUrl }: JobAddresses): PeriodicJob[] {
  return [
    ...(partitionUrl === undefined ? [] : [ensurePartitions(partitionUrl)]),
    ...(retentionUrl === undefined ? [] : [dropPartitions(retentionUrl), removeRows(retentionUrl)]),
    ...(sealUrl === undefined ? [] : [sealAudit(sealUrl)]),
  ];
}
