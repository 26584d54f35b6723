-- What must be known before a tenant is: five functions above the policies that return ids and hashes, nothing else.
-- Security (db/security) gives them to dcmms_directory and says who may call them.

-- Issuer of a token → tenant. A tenant that is not active signs nobody in.
CREATE FUNCTION directory_tenant_by_issuer(p_issuer text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT c.tenant_id
  FROM public.tenant_idp_config c
  JOIN public.tenants t ON t.id = c.tenant_id
  WHERE c.issuer = p_issuer AND c.enabled AND t.status = 'active';
END;
--> statement-breakpoint
-- Hash of a cookie's value → session, ended ones included: a spent value that comes back is a theft to be noticed.
CREATE FUNCTION directory_session(p_token_hash text)
RETURNS TABLE (session_id uuid, tenant_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT s.id, s.tenant_id, s.user_id
  FROM public.user_sessions s
  JOIN public.tenants t ON t.id = s.tenant_id
  WHERE s.refresh_token_hash = p_token_hash AND t.status = 'active';
END;
--> statement-breakpoint
-- MQTT user → gateway, its place, and the hash that the password must match.
CREATE FUNCTION directory_gateway(p_username text)
RETURNS TABLE (gateway_id uuid, tenant_id uuid, tenant_code text, site_id uuid, site_code text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT g.id, g.tenant_id, t.tenant_id::text, g.site_id, s.site_id::text, g.password_hash::text
  FROM public.gateways g
  JOIN public.tenants t ON t.id = g.tenant_id
  JOIN public.sites s ON s.id = g.site_id
  WHERE g.username = p_username AND t.status = 'active' AND NOT s.deleted;
END;
--> statement-breakpoint
-- E-mail → tenant whose provider signs the person in: the person's own, else the one that has claimed the domain.
CREATE FUNCTION directory_tenant_by_email(p_email text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(
    (SELECT u.tenant_id
     FROM public.users u JOIN public.tenants t ON t.id = u.tenant_id
     WHERE u.email = lower(p_email) AND NOT u.deleted AND t.status = 'active'),
    (SELECT c.tenant_id
     FROM public.tenant_idp_config c JOIN public.tenants t ON t.id = c.tenant_id
     WHERE split_part(lower(p_email), '@', 2) = ANY (c.email_domains) AND c.enabled AND t.status = 'active'
     ORDER BY c.created_at LIMIT 1));
END;
--> statement-breakpoint
-- Active tenants, for jobs that go through them one by one.
CREATE FUNCTION directory_tenants() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT t.id FROM public.tenants t WHERE t.status = 'active' ORDER BY t.id;
END;
