import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAtOfId, instant, newId, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { workOrders } from './work-orders.ts';

/** Contractors see `all` only. */
export const commentVisibilities = ['internal', 'all'] as const;
export type CommentVisibility = (typeof commentVisibilities)[number];

/** Partitioned by the order's id, with the order. */
export const workOrderComments = pgTable(
  'work_order_comments',
  {
    id: uuid('id').notNull().default(newId),
    tenantId: uuid('tenant_id').notNull(),
    workOrderId: uuid('work_order_id').notNull(),
    authorId: uuid('author_id').notNull(),
    body: text('body').notNull(),
    /** Users that the text names. */
    mentions: uuid('mentions').array(),
    visibility: varchar('visibility', { length: 20, enum: commentVisibilities }).notNull().default('all'),
    createdAt: createdAtOfId(),
    editedAt: instant('edited_at'),
    deleted: boolean('deleted').notNull().default(false),
    deletedAt: instant('deleted_at'),
    deletedBy: uuid('deleted_by'),
  },
  (t) => [
    primaryKey({ name: 'work_order_comments_pkey', columns: [t.workOrderId, t.id] }),
    index('idx_woc_tenant').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_comments_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'work_order_comments_author_id_fk',
      columns: [t.tenantId, t.authorId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'work_order_comments_deleted_by_fk',
      columns: [t.tenantId, t.deletedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('work_order_comments_visibility_check', t.visibility, commentVisibilities),
  ],
);
