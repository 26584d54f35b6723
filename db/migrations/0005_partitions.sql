-- Partitions: made ahead by ensure_partitions(), dropped by drop_expired_partitions(), both as partition_policy says.
-- There is no default partition: it would turn ordered reads into merges and could not be left (reference: postgres, 2).

INSERT INTO partition_policy (table_name, key_kind, unit, behind, ahead, retain, follows, keep_while) VALUES
  ('work_orders', 'uuidv7', 'year', 1, 1, '7 years', NULL, $$status NOT IN ('closed', 'cancelled')$$),
  ('work_order_tasks', 'uuidv7', 'year', 1, 1, '7 years', 'work_orders', NULL),
  ('work_order_parts', 'uuidv7', 'year', 1, 1, '7 years', 'work_orders', NULL),
  ('work_order_comments', 'uuidv7', 'year', 1, 1, '7 years', 'work_orders', NULL),
  ('work_order_labor', 'uuidv7', 'year', 1, 1, '7 years', 'work_orders', NULL),
  ('work_order_state_history', 'uuidv7', 'year', 1, 1, '7 years', 'work_orders', NULL),
  -- The stock is the sum of the ledger, which is therefore kept.
  ('inventory_transactions', 'uuidv7', 'year', 1, 1, NULL, NULL, NULL),
  ('alerts', 'uuidv7', 'month', 3, 2, '2 years', NULL, $$status <> 'resolved'$$),
  ('audit_logs', 'timestamptz', 'month', 1, 2, '7 years', NULL, NULL),
  ('outbox', 'timestamptz', 'day', 1, 3, '7 days', NULL, NULL);
--> statement-breakpoint
-- Makes the partitions that are missing from `behind` units before now to `ahead` units after it, and names them. For history
-- that is loaded later, from `p_from` on: in all tables cut by id, or in `p_table` alone.
CREATE FUNCTION ensure_partitions(p_from timestamptz DEFAULT NULL, p_table text DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET lock_timeout = '10s'
AS $$
DECLARE
  v_policy partition_policy;
  v_step interval;
  v_start timestamptz;
  v_last timestamptz;
  v_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('dcmms:partitions', 0));
  FOR v_policy IN SELECT * FROM partition_policy WHERE p_table IS NULL OR table_name = p_table ORDER BY table_name LOOP
    v_step := ('1 ' || v_policy.unit)::interval;
    v_start := date_trunc(v_policy.unit, now()) - v_policy.behind * v_step;
    v_last := date_trunc(v_policy.unit, now()) + v_policy.ahead * v_step;
    IF p_from < v_start AND (p_table IS NOT NULL OR v_policy.key_kind = 'uuidv7') THEN
      v_start := date_trunc(v_policy.unit, p_from);
    END IF;
    WHILE v_start <= v_last LOOP
      v_name := v_policy.table_name || '_' ||
        to_char(v_start, CASE v_policy.unit WHEN 'year' THEN 'YYYY' WHEN 'month' THEN 'YYYY_MM' ELSE 'YYYY_MM_DD' END);
      IF to_regclass(format('public.%I', v_name)) IS NULL THEN
        -- Attaching takes a lighter lock on the parent than PARTITION OF.
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE)',
          v_name, v_policy.table_name);
        -- Nobody but the owner reaches a partition other than through its parent.
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_name);
        EXECUTE format('CREATE POLICY above_dcmms_owner ON %I TO dcmms_owner USING (true) WITH CHECK (true)', v_name);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_policy.table_name, v_name,
          CASE v_policy.key_kind WHEN 'uuidv7' THEN uuidv7_floor(v_start)::text ELSE v_start::text END,
          CASE v_policy.key_kind WHEN 'uuidv7' THEN uuidv7_floor(v_start + v_step)::text ELSE (v_start + v_step)::text END);
        RETURN NEXT v_name;
      END IF;
      v_start := v_start + v_step;
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
-- The partitions of the tables with a policy, and the time they hold.
CREATE VIEW partitions AS
SELECT
  p.table_name,
  c.oid::regclass AS partition,
  CASE p.key_kind WHEN 'uuidv7' THEN uuidv7_floor_time(b.bounds[1]::uuid) ELSE b.bounds[1]::timestamptz END AS starts_at,
  CASE p.key_kind WHEN 'uuidv7' THEN uuidv7_floor_time(b.bounds[2]::uuid) ELSE b.bounds[2]::timestamptz END AS ends_at,
  b.bounds[1] AS lower_bound,
  b.bounds[2] AS upper_bound
FROM partition_policy p
JOIN pg_inherits i ON i.inhparent = to_regclass(format('public.%I', p.table_name))
JOIN pg_class c ON c.oid = i.inhrelid
CROSS JOIN LATERAL regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$FROM \('(.+)'\) TO \('(.+)'\)$re$) AS b (bounds);
--> statement-breakpoint
-- For /ready: until when each table has partitions. Not ok when the next unit has none, which ensure_partitions() makes good.
CREATE FUNCTION partition_headroom() RETURNS TABLE (table_name text, covered_until timestamptz, ok boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
BEGIN ATOMIC
  SELECT
    p.table_name::text,
    max(c.ends_at),
    coalesce(max(c.ends_at) >= date_trunc(p.unit, now()) + 2 * ('1 ' || p.unit)::interval, false)
  FROM public.partition_policy p
  LEFT JOIN public.partitions c ON c.table_name = p.table_name
  GROUP BY p.table_name, p.unit
  ORDER BY p.table_name;
END;
--> statement-breakpoint
-- Drops the partitions whose time is over and that hold nothing still at work, and names them. With a partition go those of the
-- tables that follow it; references from elsewhere become null or go, as their foreign keys say. Every tenant's audit tells.
CREATE FUNCTION drop_expired_partitions(p_now timestamptz DEFAULT now()) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET lock_timeout = '10s'
AS $$
DECLARE
  v_policy partition_policy;
  v_expired partitions;
  v_part partitions;
  v_reference record;
  v_name text;
  v_busy boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('dcmms:partitions', 0));
  FOR v_policy IN SELECT * FROM partition_policy WHERE retain IS NOT NULL AND follows IS NULL ORDER BY table_name LOOP
    FOR v_expired IN
      SELECT * FROM partitions p WHERE p.table_name = v_policy.table_name AND p.ends_at + v_policy.retain <= p_now ORDER BY p.starts_at
    LOOP
      IF v_policy.keep_while IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s)', v_expired.partition, v_policy.keep_while) INTO v_busy;
        CONTINUE WHEN v_busy;
      END IF;
      FOR v_part IN
        SELECT p.* FROM partitions p JOIN partition_policy f USING (table_name)
        WHERE f.follows = v_policy.table_name AND p.lower_bound = v_expired.lower_bound AND p.upper_bound = v_expired.upper_bound
      LOOP
        v_name := v_part.partition::text;
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %s', v_part.table_name, v_name);
        EXECUTE format('DROP TABLE %s', v_name);
        RETURN NEXT v_name;
      END LOOP;
      FOR v_reference IN
        SELECT f.conrelid::regclass AS "table", a.attname AS "column", f.confdeltype AS action
        FROM pg_constraint f
        CROSS JOIN LATERAL unnest(f.conkey, f.confkey) AS k (own, target)
        JOIN pg_attribute t ON t.attrelid = f.confrelid AND t.attnum = k.target AND t.attname = 'id'
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.own
        WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confrelid = format('public.%I', v_policy.table_name)::regclass
      LOOP
        IF v_reference.action = 'n' THEN
          EXECUTE format('UPDATE %1$s SET %2$I = NULL WHERE %2$I >= %3$L AND %2$I < %4$L',
            v_reference."table", v_reference."column", v_expired.lower_bound, v_expired.upper_bound);
        ELSIF v_reference.action = 'c' THEN
          EXECUTE format('DELETE FROM %1$s WHERE %2$I >= %3$L AND %2$I < %4$L',
            v_reference."table", v_reference."column", v_expired.lower_bound, v_expired.upper_bound);
        END IF;
      END LOOP;
      v_name := v_expired.partition::text;
      EXECUTE format('ALTER TABLE %I DETACH PARTITION %s', v_expired.table_name, v_name);
      EXECUTE format('DROP TABLE %s', v_name);
      IF v_policy.unit <> 'day' THEN
        INSERT INTO audit_logs (tenant_id, action, category, resource_type, actor_type, reason, metadata)
        SELECT t.id, 'delete', 'system_event', v_expired.table_name, 'cron', 'retention',
          jsonb_build_object('partition', v_name, 'from', v_expired.starts_at, 'to', v_expired.ends_at)
        FROM tenants t;
      END IF;
      RETURN NEXT v_name;
    END LOOP;
  END LOOP;
END $$;
