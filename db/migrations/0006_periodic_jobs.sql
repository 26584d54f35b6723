CREATE TABLE "audit_chains" (
	"tenant_id" uuid NOT NULL,
	"month" date NOT NULL,
	"length" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_chains_pkey" PRIMARY KEY("tenant_id","month")
);
--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "chain_position" bigint;--> statement-breakpoint
CREATE INDEX "idx_audit_unsealed" ON "audit_logs" USING btree ("timestamp","id") WHERE "audit_logs"."hash" is null;--> statement-breakpoint
-- What of an audit row its hash covers, beside the hash before it and the person, who may go: one text whatever the session's settings.
CREATE FUNCTION audit_log_text(p_row audit_logs) RETURNS text
LANGUAGE sql STABLE
RETURN jsonb_build_array(
  p_row.id, (extract(epoch FROM p_row."timestamp") * 1000)::bigint, p_row.tenant_id, p_row.action, p_row.resource_type, p_row.resource_id,
  p_row.ip_address::text, p_row.user_agent, p_row.request_id, p_row.changes, p_row.metadata, p_row.severity, p_row.actor_type,
  p_row.category, p_row.result, p_row.reason, p_row.compliance)::text;
--> statement-breakpoint
-- Puts up to p_rows audit rows, the oldest first, at the end of the hash chains of their tenants and months; says how many.
-- hash = SHA-256(prev_hash || person || ' ' || audit_log_text), the person empty where there is none (db/operations/audit-chain.ts).
CREATE FUNCTION seal_audit_logs(p_rows integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
  v_row record;
  v_length bigint;
  v_head bytea;
  v_hash bytea;
  v_sealed integer := 0;
BEGIN
  -- Two that seal at once would give one place twice.
  PERFORM pg_advisory_xact_lock(hashtextextended('dcmms:audit-chain', 0));
  FOR v_row IN
    SELECT b.*, lag(b.id) OVER chain IS NULL AS opens, lead(b.id) OVER chain IS NULL AS closes
    FROM (
      SELECT a.id, a."timestamp", a.tenant_id, date_trunc('month', a."timestamp")::date AS month,
        coalesce(a.user_id::text, '') || ' ' || audit_log_text(a) AS content
      FROM audit_logs a WHERE a.hash IS NULL ORDER BY a."timestamp", a.id LIMIT p_rows) b
    WINDOW chain AS (PARTITION BY b.tenant_id, b.month ORDER BY b."timestamp", b.id)
    ORDER BY b.tenant_id, b.month, b."timestamp", b.id
  LOOP
    IF v_row.opens THEN
      SELECT c.length, c.hash INTO v_length, v_head FROM audit_chains c WHERE c.tenant_id = v_row.tenant_id AND c.month = v_row.month;
      v_length := coalesce(v_length, 0);
      v_head := coalesce(v_head, decode(repeat('00', 32), 'hex'));
    END IF;
    v_hash := sha256(v_head || convert_to(v_row.content, 'UTF8'));
    v_length := v_length + 1;
    UPDATE audit_logs SET chain_position = v_length, prev_hash = v_head, hash = v_hash
    WHERE id = v_row.id AND "timestamp" = v_row."timestamp";
    v_head := v_hash;
    v_sealed := v_sealed + 1;
    IF v_row.closes THEN
      INSERT INTO audit_chains (tenant_id, month, length, hash, sealed_at) VALUES (v_row.tenant_id, v_row.month, v_length, v_head, now())
      ON CONFLICT (tenant_id, month) DO UPDATE
        SET length = excluded.length, hash = excluded.hash, sealed_at = excluded.sealed_at;
    END IF;
  END LOOP;
  RETURN v_sealed;
END $$;
--> statement-breakpoint
-- An audit row changes in two ways alone: its place in the chain and its hashes are filled in once, and its person goes when the
-- person's row has gone.
CREATE OR REPLACE FUNCTION guard_audit_log() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND to_jsonb(NEW) - ARRAY['chain_position', 'hash', 'prev_hash', 'user_id']
      = to_jsonb(OLD) - ARRAY['chain_position', 'hash', 'prev_hash', 'user_id']
    AND (OLD.chain_position IS NULL OR NEW.chain_position = OLD.chain_position)
    AND (OLD.hash IS NULL OR NEW.hash = OLD.hash)
    AND (OLD.prev_hash IS NULL OR NEW.prev_hash = OLD.prev_hash)
    AND (NEW.user_id IS NOT DISTINCT FROM OLD.user_id
      OR (NEW.user_id IS NULL AND NOT EXISTS (SELECT FROM public.users u WHERE u.id = OLD.user_id)))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_logs is append-only' USING ERRCODE = 'restrict_violation', TABLE = 'audit_logs';
END $$;
--> statement-breakpoint
-- As before, around a given moment.
DROP FUNCTION ensure_partitions(timestamptz, text);
--> statement-breakpoint
-- Makes the partitions that are missing from `behind` units before p_now to `ahead` units after it, and names them. For history
-- that is loaded later, from `p_from` on: in all tables cut by id, or in `p_table` alone.
CREATE FUNCTION ensure_partitions(p_from timestamptz DEFAULT NULL, p_table text DEFAULT NULL, p_now timestamptz DEFAULT now())
RETURNS SETOF text
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
    v_start := date_trunc(v_policy.unit, p_now) - v_policy.behind * v_step;
    v_last := date_trunc(v_policy.unit, p_now) + v_policy.ahead * v_step;
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
DROP FUNCTION partition_headroom();
--> statement-breakpoint
-- For /ready: until when each table has partitions. Not ok when less than half of what is kept ahead is left, which
-- ensure_partitions() makes good: time enough for somebody to come before rows are refused.
CREATE FUNCTION partition_headroom(p_now timestamptz DEFAULT now()) RETURNS TABLE (table_name text, covered_until timestamptz, ok boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
BEGIN ATOMIC
  SELECT
    p.table_name::text,
    max(c.ends_at),
    coalesce(max(c.ends_at) >= p_now + p.ahead * ('1 ' || p.unit)::interval / 2, false)
  FROM public.partition_policy p
  LEFT JOIN public.partitions c ON c.table_name = p.table_name
  GROUP BY p.table_name, p.unit, p.ahead
  ORDER BY p.table_name;
END;
