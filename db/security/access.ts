import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../tables.ts';
import { tenantRoles, type DatabaseRoleName } from './roles.ts';

const ownerRoles = {
  core: 'dcmms_core',
  inventory: 'dcmms_inventory',
  telemetry: 'dcmms_telemetry',
  predictions: 'dcmms_predictions',
  gateway: 'dcmms_gateway',
} as const satisfies Record<string, DatabaseRoleName>;

/** A part of the system that owns tables; `operations` stands for what all parts write and none owns. */
export type Owner = keyof typeof ownerRoles | 'operations';

/**
 * How rows are kept apart: by `tenant_id`; by `id`, as in `tenants`; by `tenant_id`, with rows without a tenant that everybody
 * reads; or not at all, because no row belongs to a tenant.
 */
export type Isolation = 'tenant' | 'self' | 'tenant-or-platform' | 'none';

/** Columns by their names in the database, or all. */
export type Columns = 'all' | readonly string[];

export interface Grant {
  readonly role: DatabaseRoleName;
  readonly select?: Columns;
  readonly insert?: Columns;
  readonly update?: Columns;
  readonly delete?: true;
  /** Why a part reaches beyond its own tables; the owner needs no reason. */
  readonly why?: string;
}

export interface Audit {
  /** The column that becomes `resource_id`: of a join table its parent's. */
  readonly id: string;
  readonly category: 'data_modification' | 'authorization' | 'configuration_change' | 'authentication';
  /** Changes of these columns alone are not worth a row. */
  readonly ignored: readonly string[];
  /** Recorded as changed, not as what they are. */
  readonly secret: readonly string[];
  readonly onInsert: 'create' | 'permission_granted' | 'login';
  readonly onDelete: 'delete' | 'permission_revoked';
}

export interface TableAccess {
  readonly table: string;
  readonly owner: Owner;
  readonly isolation: Isolation;
  readonly grants: readonly Grant[];
  /** How changes are audited, or why they are not. */
  readonly audit: Audit | string;
}

/** Who may do what with which table: what the generator grants, the catalog's test proves and the documentation shows. */
export const access: readonly TableAccess[] = [
  own(tables.tenants, 'core', {
    isolation: 'self',
    rights: 'select, update',
    grants: [
      directory(tables.tenants, ['id', 'code', 'status']),
      read('dcmms_gateway', 'all', 'identity'),
      read(
        'dcmms_bridge',
        columns(tables.tenants, ['id', 'code', 'status']),
        'the tenant’s part of a topic; a suspended one sends nothing',
      ),
    ],
    audit: { category: 'configuration_change' },
  }),
  own(tables.tenantIdpConfig, 'core', {
    grants: [
      directory(tables.tenantIdpConfig, ['tenantId', 'issuer', 'emailDomains', 'enabled', 'createdAt']),
      read('dcmms_gateway', 'all', 'identity'),
    ],
    audit: { category: 'configuration_change', secret: columns(tables.tenantIdpConfig, ['clientSecretEncrypted']) },
  }),
  own(tables.users, 'core', {
    rights: 'select, insert, update',
    grants: [
      directory(tables.users, ['tenantId', 'email', 'deleted']),
      {
        role: 'dcmms_gateway',
        select: 'all',
        update: columns(tables.users, ['lastLoginAt', 'updatedAt']),
        why: 'identity; stamps the sign-in',
      },
    ],
    audit: { category: 'authorization', ignored: columns(tables.users, ['lastLoginAt']), secret: columns(tables.users, ['passwordHash']) },
  }),
  own(tables.userSites, 'core', {
    grants: [read('dcmms_gateway', 'all', 'identity')],
    audit: { id: 'user_id', category: 'authorization', onInsert: 'permission_granted', onDelete: 'permission_revoked' },
  }),
  own(tables.roles, 'core', {
    isolation: 'tenant-or-platform',
    grants: [read('dcmms_gateway', 'all', 'identity')],
    audit: { category: 'authorization' },
  }),
  own(tables.permissions, 'core', {
    isolation: 'none',
    rights: 'select',
    grants: [read('dcmms_gateway', 'all', 'identity')],
    audit: 'rows of the platform, changed by migrations and the seed alone',
  }),
  own(tables.rolePermissions, 'core', {
    isolation: 'tenant-or-platform',
    grants: [read('dcmms_gateway', 'all', 'identity')],
    audit: { id: 'role_id', category: 'authorization', onInsert: 'permission_granted', onDelete: 'permission_revoked' },
  }),
  own(tables.userRoles, 'core', {
    grants: [read('dcmms_gateway', 'all', 'identity')],
    audit: { category: 'authorization', onInsert: 'permission_granted', onDelete: 'permission_revoked' },
  }),
  own(tables.userSessions, 'gateway', {
    grants: [
      directory(tables.userSessions, ['id', 'tenantId', 'userId', 'refreshTokenHash']),
      sweep(columns(tables.userSessions, ['id', 'tenantId', 'absoluteExpiresAt']), 'sessions long over'),
    ],
    audit: {
      category: 'authentication',
      onInsert: 'login',
      // Tokens are renewed every quarter of an hour; what is worth a row is that a session began and ended.
      ignored: columns(tables.userSessions, ['lastActiveAt', 'idleExpiresAt', 'tokensSealed']),
      secret: columns(tables.userSessions, ['refreshTokenHash', 'tokensSealed']),
    },
  }),

  own(tables.sites, 'core', {
    rights: 'select, insert, update',
    grants: [
      directory(tables.sites, ['id', 'code', 'deleted']),
      ...neighbours(['dcmms_inventory', 'dcmms_telemetry', 'dcmms_predictions', 'dcmms_bridge'], {
        select: columns(tables.sites, ['id', 'tenantId', 'code', 'siteType', 'status']),
        why: 'which site a row lies on',
      }),
    ],
  }),
  own(tables.assets, 'core', {
    rights: 'select, insert, update',
    grants: neighbours(['dcmms_inventory', 'dcmms_telemetry', 'dcmms_predictions', 'dcmms_bridge'], {
      select: columns(tables.assets, ['id', 'tenantId', 'siteId', 'code', 'type', 'status', 'parentId']),
      why: 'what a row is about, and where it hangs',
    }),
  }),

  own(tables.workOrders, 'core', {
    grants: [
      {
        role: 'dcmms_inventory',
        select: columns(tables.workOrders, ['id', 'tenantId', 'siteId', 'status', 'assignedTo']),
        update: columns(tables.workOrders, ['updatedAt']),
        why: 'whether parts may be taken and by whom; the UPDATE right is what FOR SHARE asks for, to hold the order meanwhile',
      },
      read(
        'dcmms_telemetry',
        columns(tables.workOrders, ['id', 'tenantId', 'siteId', 'assetId', 'status', 'assignedTo']),
        'alerts of whoever sees them by assignment: of their orders and of the assets that these are about',
      ),
    ],
  }),
  own(tables.workOrderTasks, 'core', {}),
  own(tables.workOrderComments, 'core', { rights: 'select, insert, update' }),
  own(tables.workOrderLabor, 'core', {}),
  own(tables.workOrderStateHistory, 'core', {
    rights: 'select, insert',
    audit: 'a history itself: the order’s own audit row has the change',
  }),
  own(tables.workOrderCounters, 'core', { rights: 'select, insert, update', audit: 'a counter' }),
  own(tables.workOrderNumbers, 'core', { rights: 'select, insert', audit: 'a copy of work_orders.work_order_id that keeps it unique' }),
  own(tables.workOrderParts, 'inventory', {}),
  own(tables.inventoryItems, 'inventory', { rights: 'select, insert, update' }),
  own(tables.inventoryTransactions, 'inventory', { rights: 'select, insert' }),

  own(tables.gateways, 'telemetry', {
    grants: [
      directory(tables.gateways, ['id', 'tenantId', 'siteId', 'username', 'passwordHash']),
      {
        role: 'dcmms_bridge',
        select: columns(tables.gateways, [
          'id',
          'tenantId',
          'siteId',
          'code',
          'username',
          'status',
          'lastSeenAt',
          'bufferDepth',
          'clockSkewMs',
          'readingsPerS',
          'firmware',
          'config',
        ]),
        update: columns(tables.gateways, ['status', 'lastSeenAt', 'bufferDepth', 'clockSkewMs', 'readingsPerS', 'firmware', 'updatedAt']),
        why: 'what a gateway says of itself',
      },
    ],
    audit: {
      category: 'configuration_change',
      ignored: columns(tables.gateways, ['status', 'lastSeenAt', 'bufferDepth', 'clockSkewMs', 'readingsPerS']),
      secret: columns(tables.gateways, ['passwordHash']),
    },
  }),
  own(tables.sensorMappings, 'telemetry', {
    grants: [
      {
        role: 'dcmms_bridge',
        select: 'all',
        update: columns(tables.sensorMappings, ['lastSeenAt', 'updatedAt']),
        why: 'what a tag means and may be',
      },
    ],
    audit: { category: 'configuration_change', ignored: columns(tables.sensorMappings, ['lastSeenAt']) },
  }),
  own(tables.alertRules, 'telemetry', {
    grants: [
      {
        role: 'dcmms_bridge',
        select: 'all',
        update: columns(tables.alertRules, ['triggerCount', 'lastTriggeredAt', 'updatedAt']),
        why: 'evaluates the rules',
      },
      read('dcmms_core', 'all', 'the response that becomes the tasks of an order'),
    ],
    audit: { category: 'configuration_change', ignored: columns(tables.alertRules, ['triggerCount', 'lastTriggeredAt']) },
  }),
  own(tables.alerts, 'telemetry', {
    rights: 'select, insert, update',
    grants: [
      { role: 'dcmms_bridge', select: 'all', insert: 'all', update: 'all', why: 'raises and clears alerts' },
      {
        role: 'dcmms_core',
        select: 'all',
        update: columns(tables.alerts, ['workOrderId']),
        why: 'makes an order of an alert and links the two',
      },
    ],
  }),
  own(tables.openAlerts, 'telemetry', {
    grants: [{ role: 'dcmms_bridge', select: 'all', insert: 'all', update: 'all', delete: true, why: 'raises and clears alerts' }],
    audit: 'of high rate, and said by alerts',
  }),
  own(tables.ruleStates, 'telemetry', {
    rights: 'select',
    grants: [{ role: 'dcmms_bridge', select: 'all', insert: 'all', update: 'all', delete: true, why: 'what the rules remember' }],
    audit: 'of high rate and no business meaning',
  }),
  own(tables.ingestDeadLetters, 'telemetry', {
    rights: 'select, update, delete',
    grants: [
      {
        role: 'dcmms_bridge',
        select: 'all',
        insert: 'all',
        update: columns(tables.ingestDeadLetters, ['count']),
        why: 'what could not be read or placed, a sum that grows within its minute',
      },
      sweep(columns(tables.ingestDeadLetters, ['id', 'tenantId', 'receivedAt']), 'dead letters of more than 30 days'),
    ],
    audit: 'of high rate; each row is the record of an event itself',
  }),

  own(tables.modelRegistry, 'predictions', { isolation: 'tenant-or-platform', rights: 'select, insert, update' }),
  own(tables.predictions, 'predictions', { rights: 'select, insert, update' }),

  own(tables.auditLogs, 'operations', {
    grants: [read('dcmms_core', 'all', 'shows the audit; rows come from the trigger and record_audit_event() alone')],
    audit: 'the audit itself',
  }),
  own(tables.auditChains, 'operations', {
    grants: [
      read('dcmms_core', 'all', 'verifies the audit; rows come from seal_audit_logs() alone'),
      sweep(columns(tables.auditChains, ['tenantId', 'month']), 'chains of months that the audit no longer keeps'),
    ],
    audit: 'the end of the audit’s own chain',
  }),
  own(tables.outbox, 'operations', {
    grants: [
      ...tenantRoles.map((role): Grant => ({
        role,
        insert: columns(tables.outbox, ['tenantId', 'topic', 'entityId', 'siteId', 'payload']),
        why: 'tells what has happened',
      })),
      read('dcmms_relay', 'all', 'delivers events'),
    ],
    audit: 'a copy of changes that are audited where they happen',
  }),
  own(tables.idempotencyKeys, 'operations', {
    grants: [
      ...neighbours(['dcmms_core', 'dcmms_inventory', 'dcmms_telemetry', 'dcmms_predictions'], {
        select: 'all',
        insert: 'all',
        update: columns(tables.idempotencyKeys, ['result']),
        why: 'repeats of a mutation',
      }),
      sweep(columns(tables.idempotencyKeys, ['tenantId', 'userId', 'key', 'responsePath', 'createdAt']), 'keys of more than seven days'),
    ],
    audit: 'of high rate and no business meaning',
  }),
  own(tables.partitionPolicy, 'operations', {
    isolation: 'none',
    grants: neighbours(['dcmms_partition', 'dcmms_retention'], { select: 'all', why: 'what to make and to drop' }),
    audit: 'belongs to no tenant; changed by migrations alone',
  }),
  own(tables.periodicRuns, 'operations', {
    isolation: 'none',
    grants: neighbours(['dcmms_partition', 'dcmms_retention', 'dcmms_seal'], {
      select: 'all',
      insert: 'all',
      update: 'all',
      why: 'when a job ran last',
    }),
    audit: 'belongs to no tenant',
  }),
];

export interface FunctionAccess {
  /** With argument types, as GRANT wants it. */
  readonly signature: string;
  readonly execute: readonly DatabaseRoleName[];
  readonly owner?: 'dcmms_directory';
  readonly does: string;
}

/** Every function of ours that somebody calls; nobody else may. */
export const functions: readonly FunctionAccess[] = [
  {
    signature: 'app_tenant_id()',
    execute: [...tenantRoles, 'dcmms_relay', 'dcmms_retention', 'dcmms_search'],
    does: 'the tenant of the transaction',
  },
  { signature: 'uuidv7_floor(timestamptz)', execute: [...tenantRoles, 'dcmms_retention'], does: 'the smallest id of a moment' },
  { signature: 'geo_distance_m(float8, float8, float8, float8)', execute: tenantRoles, does: 'metres between two points' },
  {
    signature: 'record_audit_event(text, text, text, uuid, text, text, text, jsonb, inet, text)',
    execute: tenantRoles,
    does: 'audits what changes no row',
  },
  {
    signature: 'directory_tenant_by_issuer(text)',
    owner: 'dcmms_directory',
    execute: ['dcmms_gateway'],
    does: 'issuer of a token → tenant',
  },
  { signature: 'directory_session(text)', owner: 'dcmms_directory', execute: ['dcmms_gateway'], does: 'cookie’s hash → session' },
  {
    signature: 'directory_gateway(text)',
    owner: 'dcmms_directory',
    execute: ['dcmms_bridge'],
    does: 'MQTT user → gateway, place and hash',
  },
  {
    signature: 'directory_tenant_by_email(text)',
    owner: 'dcmms_directory',
    execute: ['dcmms_gateway'],
    does: 'e-mail → tenant to sign in at',
  },
  {
    signature: 'directory_tenant_by_code(text)',
    owner: 'dcmms_directory',
    execute: ['dcmms_gateway'],
    does: 'tenant’s code → tenant to sign in at',
  },
  {
    signature: 'directory_tenants()',
    owner: 'dcmms_directory',
    execute: [...tenantRoles, 'dcmms_retention'],
    does: 'the active tenants',
  },
  { signature: 'audit_log_text(audit_logs)', execute: ['dcmms_core'], does: 'what of an audit row its hash covers' },
  { signature: 'seal_audit_logs(integer)', execute: ['dcmms_seal'], does: 'puts audit rows into their hash chain' },
  { signature: 'ensure_partitions(timestamptz, text, timestamptz)', execute: ['dcmms_partition'], does: 'makes partitions ahead' },
  {
    signature: 'partition_headroom(timestamptz)',
    execute: [...tenantRoles, 'dcmms_relay', 'dcmms_partition', 'dcmms_retention'],
    does: 'until when there are partitions',
  },
  { signature: 'drop_expired_partitions(timestamptz)', execute: ['dcmms_retention'], does: 'drops partitions whose time is over' },
];

interface Declared {
  readonly isolation?: Isolation;
  readonly rights?: string;
  readonly grants?: readonly Grant[];
  readonly audit?: string | Partial<Audit>;
}

function own(table: PgTable, owner: Owner, declared: Declared): TableAccess {
  const rights = (declared.rights ?? 'select, insert, update, delete').split(', ');
  const all = (right: string) => (rights.includes(right) ? 'all' : undefined);
  const grants = [...(declared.grants ?? [])];
  if (owner !== 'operations') {
    grants.unshift(
      defined({
        role: ownerRoles[owner],
        select: all('select'),
        insert: all('insert'),
        update: all('update'),
        delete: rights.includes('delete') || undefined,
      }),
    );
  }
  return {
    table: getTableName(table),
    owner,
    isolation: declared.isolation ?? 'tenant',
    grants,
    audit: typeof declared.audit === 'string' ? declared.audit : audited(table, declared.audit ?? {}),
  };
}

function audited(table: PgTable, declared: Partial<Audit>): Audit {
  const touched = 'updatedAt' in getTableColumns(table) ? ['updated_at'] : [];
  return {
    id: declared.id ?? 'id',
    category: declared.category ?? 'data_modification',
    ignored: [...touched, ...(declared.ignored ?? [])],
    secret: declared.secret ?? [],
    onInsert: declared.onInsert ?? 'create',
    onDelete: declared.onDelete ?? 'delete',
  };
}

function read(role: DatabaseRoleName, select: Columns, why: string): Grant {
  return { role, select, why };
}

function neighbours(roles: readonly DatabaseRoleName[], grant: Omit<Grant, 'role'>): Grant[] {
  return roles.map((role) => ({ role, ...grant }));
}

function directory<Table extends PgTable>(table: Table, keys: readonly (keyof Table['_']['columns'] & string)[]): Grant {
  return { role: 'dcmms_directory', select: columns(table, keys), why: 'the functions that find a tenant' };
}

function sweep(select: Columns, why: string): Grant {
  return { role: 'dcmms_retention', select, delete: true, why };
}

function columns<Table extends PgTable>(table: Table, keys: readonly (keyof Table['_']['columns'] & string)[]): string[] {
  const all = getTableColumns(table);
  return keys.map((key) => {
    const column = all[key];
    if (column === undefined) throw new Error(`${getTableName(table)} has no column ${key}`);
    return column.name;
  });
}

type Maybe<Type> = { readonly [Key in keyof Type]: Type[Key] | undefined };

function defined(grant: Pick<Grant, 'role'> & Maybe<Omit<Grant, 'role'>>): Grant {
  return {
    role: grant.role,
    ...(grant.select === undefined ? {} : { select: grant.select }),
    ...(grant.insert === undefined ? {} : { insert: grant.insert }),
    ...(grant.update === undefined ? {} : { update: grant.update }),
    ...(grant.delete === undefined ? {} : { delete: grant.delete }),
  };
}
