-- Triggers that no caller can forget: audit, append-only tables, targets that may be platform rows.

-- Writes the audit row of a change. Attached by the security generator (db/security) with these arguments: table (a partition has
-- another name), id column (of a join table its parent's), tenant column, category, ignored columns, secret columns, action of an
-- insert, action of a delete. A change of ignored columns alone is not audited; of a secret it is recorded that it changed.
CREATE FUNCTION audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_ignored text[] := string_to_array(TG_ARGV[4], ',');
  v_secrets text[] := string_to_array(TG_ARGV[5], ',');
  v_operation text := nullif(current_setting('app.action', true), '');
  v_request text := current_setting('app.request_id', true);
  v_user uuid := nullif(current_setting('app.user_id', true), '')::uuid;
  v_old jsonb;
  v_new jsonb;
  v_row jsonb;
  v_changed text[];
  v_secret text;
  v_action text;
BEGIN
  -- For bulk loads of whoever may do anything with the tables anyway.
  IF current_setting('app.audit', true) = 'off' AND pg_has_role(session_user, 'dcmms_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN v_old := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN v_new := to_jsonb(NEW); END IF;
  v_row := coalesce(v_new, v_old);
  -- A row of the platform belongs to no tenant's audit; only migrations write it.
  IF v_row ->> TG_ARGV[2] IS NULL THEN RETURN NULL; END IF;

  IF TG_OP = 'UPDATE' THEN
    -- A lookup per column costs half of a join of the two.
    SELECT array_agg(n.key ORDER BY n.key), jsonb_object_agg(n.key, v_old -> n.key), jsonb_object_agg(n.key, n.value)
    INTO v_changed, v_old, v_new
    FROM jsonb_each(v_new) n
    WHERE n.value <> v_old -> n.key AND n.key <> ALL (v_ignored);
    IF v_changed IS NULL THEN RETURN NULL; END IF;
    v_action := CASE
      WHEN 'deleted' = ANY (v_changed) THEN CASE WHEN (v_new ->> 'deleted')::boolean THEN 'delete' ELSE 'restore' END
      -- approveWorkOrder → approve; what else the mutation touches is an update.
      WHEN v_changed && ARRAY['status', 'assigned_to', 'review_status']
        THEN coalesce((regexp_match(v_operation, '^(approve|reject|assign|unassign|cancel)(?![a-z])'))[1],
          CASE WHEN 'status' = ANY (v_changed) THEN 'state_transition' ELSE 'update' END)
      ELSE 'update' END;
  ELSE
    v_old := jsonb_strip_nulls(v_old) - v_ignored;
    v_new := jsonb_strip_nulls(v_new) - v_ignored;
    v_action := CASE TG_OP WHEN 'INSERT' THEN TG_ARGV[6] ELSE TG_ARGV[7] END;
  END IF;
  FOREACH v_secret IN ARRAY v_secrets LOOP
    IF v_old ->> v_secret IS NOT NULL THEN v_old := jsonb_set(v_old, ARRAY[v_secret], '"(secret)"'); END IF;
    IF v_new ->> v_secret IS NOT NULL THEN v_new := jsonb_set(v_new, ARRAY[v_secret], '"(secret)"'); END IF;
  END LOOP;

  INSERT INTO public.audit_logs
    (tenant_id, user_id, action, resource_type, resource_id, request_id, changes, metadata, actor_type, category)
  VALUES (
    (v_row ->> TG_ARGV[2])::uuid,
    v_user,
    v_action,
    TG_ARGV[0],
    (v_row ->> TG_ARGV[1])::uuid,
    CASE WHEN v_request ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN v_request::uuid END,
    CASE TG_OP
      WHEN 'INSERT' THEN jsonb_build_object('after', v_new)
      WHEN 'DELETE' THEN jsonb_build_object('before', v_old)
      ELSE jsonb_build_object('before', v_old, 'after', v_new, 'changed_fields', to_jsonb(v_changed)) END,
    jsonb_strip_nulls(jsonb_build_object(
      'actor', nullif(current_setting('app.actor_name', true), ''), 'operation', v_operation, 'role', session_user)),
    coalesce(nullif(current_setting('app.actor_type', true), ''), CASE WHEN v_user IS NULL THEN 'system' ELSE 'user' END),
    TG_ARGV[3]);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- The audit of what changes no row: a sign-in, an export, a refused permission. Who and for which tenant comes from the
-- transaction, as with the trigger.
CREATE FUNCTION record_audit_event(
  p_action text,
  p_category text,
  p_resource_type text DEFAULT NULL,
  p_resource_id uuid DEFAULT NULL,
  p_result text DEFAULT 'success',
  p_severity text DEFAULT 'info',
  p_reason text DEFAULT NULL,
  p_metadata jsonb DEFAULT NULL,
  p_ip_address inet DEFAULT NULL,
  p_user_agent text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_request text := current_setting('app.request_id', true);
  v_user uuid := nullif(current_setting('app.user_id', true), '')::uuid;
BEGIN
  IF public.app_tenant_id() IS NULL THEN
    RAISE EXCEPTION 'An audit event needs a tenant: app.tenant_id is not set.' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO public.audit_logs
    (tenant_id, user_id, action, category, resource_type, resource_id, result, severity, reason, ip_address, user_agent, request_id,
     actor_type, metadata)
  VALUES (
    public.app_tenant_id(), v_user, p_action, p_category, p_resource_type, p_resource_id, p_result, p_severity, p_reason,
    p_ip_address, p_user_agent,
    CASE WHEN v_request ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN v_request::uuid END,
    coalesce(nullif(current_setting('app.actor_type', true), ''), CASE WHEN v_user IS NULL THEN 'system' ELSE 'user' END),
    coalesce(p_metadata, '{}') || jsonb_strip_nulls(jsonb_build_object(
      'actor', nullif(current_setting('app.actor_name', true), ''), 'role', session_user)));
END $$;
--> statement-breakpoint
-- An audit row changes in two ways alone: its hashes are filled in once, and its person goes when the person's row has gone.
CREATE FUNCTION guard_audit_log() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND to_jsonb(NEW) - ARRAY['hash', 'prev_hash', 'user_id'] = to_jsonb(OLD) - ARRAY['hash', 'prev_hash', 'user_id']
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
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON audit_logs FOR EACH ROW EXECUTE FUNCTION guard_audit_log();
--> statement-breakpoint
-- Rows that are never changed. Arguments: a column that may become null when what it points at is dropped, the parent table
-- whose deleted row takes its children along and the column that names it; each may be empty.
CREATE FUNCTION guard_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_parent_lives boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF TG_ARGV[0] <> '' AND to_jsonb(NEW) = jsonb_set(to_jsonb(OLD), ARRAY[TG_ARGV[0]], 'null') THEN RETURN NEW; END IF;
  ELSIF TG_ARGV[1] <> '' THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE id = $1)', TG_ARGV[1])
      INTO v_parent_lives USING (to_jsonb(OLD) ->> TG_ARGV[2])::uuid;
    IF NOT v_parent_lives THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON work_order_state_history
FOR EACH ROW EXECUTE FUNCTION guard_append_only('', 'work_orders', 'work_order_id');
--> statement-breakpoint
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON inventory_transactions
FOR EACH ROW EXECUTE FUNCTION guard_append_only('work_order_id', '', '');
--> statement-breakpoint
CREATE FUNCTION guard_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON audit_logs FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate();
--> statement-breakpoint
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON work_order_state_history FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate();
--> statement-breakpoint
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON inventory_transactions FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate();
--> statement-breakpoint
-- A target that may be a row of the platform cannot have the tenant in its foreign key. Arguments: column, target table, and
-- `same` where the row takes the tenant of its target, null included. Above the policies, or another tenant's target would be
-- taken for one that is not there.
CREATE FUNCTION guard_platform_target() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_target uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
  v_fits boolean;
BEGIN
  EXECUTE format(
    CASE TG_ARGV[2]
      WHEN 'same' THEN 'SELECT tenant_id IS NOT DISTINCT FROM $2 FROM public.%I WHERE id = $1'
      ELSE 'SELECT tenant_id IS NULL OR tenant_id = $2 FROM public.%I WHERE id = $1' END,
    TG_ARGV[1]) INTO v_fits USING v_target, NEW.tenant_id;
  IF v_fits THEN RETURN NEW; END IF;
  -- The same answer for a foreign row and for none.
  RAISE EXCEPTION '% % is not there for the tenant', TG_ARGV[1], v_target
    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[0],
      CONSTRAINT = TG_TABLE_NAME || '_' || TG_ARGV[0] || '_tenant';
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_role BEFORE INSERT OR UPDATE OF role_id, tenant_id ON user_roles
FOR EACH ROW EXECUTE FUNCTION guard_platform_target('role_id', 'roles', 'any');
--> statement-breakpoint
CREATE TRIGGER guard_role BEFORE INSERT OR UPDATE OF role_id, tenant_id ON role_permissions
FOR EACH ROW EXECUTE FUNCTION guard_platform_target('role_id', 'roles', 'same');
--> statement-breakpoint
CREATE TRIGGER guard_model BEFORE INSERT OR UPDATE OF model_id, tenant_id ON predictions
FOR EACH ROW EXECUTE FUNCTION guard_platform_target('model_id', 'model_registry', 'any');
