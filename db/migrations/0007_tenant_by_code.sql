-- Code → tenant: who signs in by the tenant's name has no e-mail yet that would say it. A sixth function of dcmms_directory,
-- which may read ids, codes and status of tenants already; like the others it gives an id and nothing else.
CREATE FUNCTION directory_tenant_by_code(p_code text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT t.id FROM public.tenants t WHERE t.tenant_id = lower(p_code) AND t.status = 'active';
END;
