CREATE TABLE "alert_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"rule_id" varchar(100) NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" varchar(100) NOT NULL,
	"description" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"category" varchar(50) NOT NULL,
	"severity" varchar(20) NOT NULL,
	"priority" integer,
	"site_ids" uuid[],
	"asset_types" text[],
	"asset_ids" uuid[],
	"tag_pattern" text,
	"condition" jsonb NOT NULL,
	"pre_conditions" jsonb,
	"clear_condition" jsonb,
	"actions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"throttle" jsonb,
	"schedule" jsonb,
	"consequence" text,
	"response" text,
	"trigger_count" integer DEFAULT 0 NOT NULL,
	"last_triggered_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" uuid,
	"updated_by" uuid,
	CONSTRAINT "alert_rules_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "alert_rules_tenant_id_rule_id_key" UNIQUE("tenant_id","rule_id"),
	CONSTRAINT "alert_rules_category_check" CHECK ("alert_rules"."category" in ('equipment_fault', 'performance', 'safety_incident', 'work_order', 'inventory', 'compliance', 'security', 'communication')),
	CONSTRAINT "alert_rules_severity_check" CHECK ("alert_rules"."severity" in ('info', 'low', 'medium', 'high', 'critical')),
	CONSTRAINT "alert_rules_priority_check" CHECK ("alert_rules"."priority" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"alert_id" varchar(100) NOT NULL,
	"tenant_id" uuid NOT NULL,
	"rule_id" uuid,
	"rule_name" varchar(100),
	"category" varchar(50),
	"severity" varchar(20) NOT NULL,
	"status" varchar(50) DEFAULT 'active' NOT NULL,
	"site_id" uuid NOT NULL,
	"asset_id" uuid,
	"tag" varchar(100),
	"metric" varchar(100),
	"value" double precision,
	"threshold" double precision,
	"unit" varchar(20),
	"title" varchar(255) NOT NULL,
	"message" text,
	"triggered_at" timestamp (3) with time zone NOT NULL,
	"last_occurrence_at" timestamp (3) with time zone,
	"occurrence_count" integer DEFAULT 1 NOT NULL,
	"dedup_key" varchar(512) NOT NULL,
	"group_id" uuid,
	"escalation_level" integer DEFAULT 0 NOT NULL,
	"acknowledged_by" uuid,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledgment_comment" text,
	"assigned_to" uuid,
	"resolved_by" uuid,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text,
	"root_cause" text,
	"resolved_automatically" boolean DEFAULT false NOT NULL,
	"suppressed_until" timestamp (3) with time zone,
	"suppression_reason" text,
	"work_order_id" uuid,
	"prediction_id" uuid,
	"metadata" jsonb,
	CONSTRAINT "alerts_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "alerts_category_check" CHECK ("alerts"."category" in ('equipment_fault', 'performance', 'safety_incident', 'work_order', 'inventory', 'compliance', 'security', 'communication')),
	CONSTRAINT "alerts_severity_check" CHECK ("alerts"."severity" in ('info', 'low', 'medium', 'high', 'critical')),
	CONSTRAINT "alerts_status_check" CHECK ("alerts"."status" in ('active', 'acknowledged', 'resolved', 'suppressed')),
	CONSTRAINT "alerts_occurrence_count_check" CHECK ("alerts"."occurrence_count" > 0)
) PARTITION BY RANGE ("id");
--> statement-breakpoint
CREATE TABLE "assets" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"asset_id" varchar(100) NOT NULL,
	"name" varchar(255) NOT NULL,
	"type" varchar(50) NOT NULL,
	"status" varchar(50) DEFAULT 'operational' NOT NULL,
	"site_id" uuid NOT NULL,
	"parent_id" uuid,
	"hierarchy_level" integer DEFAULT 0 NOT NULL,
	"tags" varchar[],
	"latitude" double precision,
	"longitude" double precision,
	"metadata" jsonb,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"previous_status" varchar(50),
	"rated_power_kw" double precision,
	"criticality" varchar(20),
	CONSTRAINT "assets_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "assets_type_check" CHECK ("assets"."type" in ('inverter', 'transformer', 'panel', 'turbine', 'battery', 'meter', 'other', 'string', 'combiner_box', 'tracker', 'weather_station', 'sensor', 'gateway', 'switchgear', 'disconnector', 'gearbox', 'generator', 'blade', 'yaw_system', 'pcs', 'bms', 'battery_rack', 'battery_module', 'bos', 'plant')),
	CONSTRAINT "assets_status_check" CHECK ("assets"."status" in ('planned', 'procured', 'installing', 'commissioning', 'operational', 'under_maintenance', 'degraded', 'failed', 'decommissioning', 'decommissioned', 'retired')),
	CONSTRAINT "assets_previous_status_check" CHECK ("assets"."previous_status" in ('planned', 'procured', 'installing', 'commissioning', 'operational', 'under_maintenance', 'degraded', 'failed', 'decommissioning', 'decommissioned', 'retired')),
	CONSTRAINT "assets_criticality_check" CHECK ("assets"."criticality" in ('low', 'medium', 'high', 'critical')),
	CONSTRAINT "assets_hierarchy_level_check" CHECK ("assets"."hierarchy_level" between 0 and 5),
	CONSTRAINT "assets_rated_power_kw_check" CHECK ("assets"."rated_power_kw" >= 0),
	CONSTRAINT "assets_parent_id_check" CHECK ("assets"."parent_id" <> "assets"."id"),
	CONSTRAINT "assets_position_check" CHECK (("assets"."latitude" is null) = ("assets"."longitude" is null) and "assets"."latitude" between -90 and 90 and "assets"."longitude" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "audit_logs" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"timestamp" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid,
	"action" varchar(100) NOT NULL,
	"resource_type" varchar(100),
	"resource_id" uuid,
	"ip_address" "inet",
	"user_agent" text,
	"request_id" uuid,
	"changes" jsonb,
	"metadata" jsonb,
	"severity" varchar(20) DEFAULT 'info' NOT NULL,
	"actor_type" varchar(50) DEFAULT 'user' NOT NULL,
	"category" varchar(50),
	"result" varchar(20) DEFAULT 'success' NOT NULL,
	"reason" text,
	"compliance" jsonb,
	"prev_hash" "bytea",
	"hash" "bytea",
	CONSTRAINT "audit_logs_pkey" PRIMARY KEY("id","timestamp"),
	CONSTRAINT "audit_logs_action_check" CHECK ("audit_logs"."action" in ('create', 'read', 'update', 'delete', 'restore', 'login', 'logout', 'login_failed', 'password_change', 'password_reset', 'permission_granted', 'permission_revoked', 'export', 'import', 'approve', 'reject', 'assign', 'unassign', 'state_transition', 'execute', 'cancel', 'archive', 'custom')),
	CONSTRAINT "audit_logs_category_check" CHECK ("audit_logs"."category" in ('authentication', 'authorization', 'data_access', 'data_modification', 'configuration_change', 'security_event', 'compliance', 'integration', 'system_event')),
	CONSTRAINT "audit_logs_severity_check" CHECK ("audit_logs"."severity" in ('debug', 'info', 'warning', 'error', 'critical')),
	CONSTRAINT "audit_logs_result_check" CHECK ("audit_logs"."result" in ('success', 'failure', 'partial')),
	CONSTRAINT "audit_logs_actor_type_check" CHECK ("audit_logs"."actor_type" in ('user', 'system', 'api', 'cron', 'integration'))
) PARTITION BY RANGE ("timestamp");
--> statement-breakpoint
CREATE TABLE "gateways" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"gateway_id" varchar(100) NOT NULL,
	"username" varchar(255) NOT NULL,
	"password_hash" varchar(255),
	"client_cert_fingerprint" varchar(128),
	"firmware" varchar(100),
	"status" varchar(50) DEFAULT 'offline' NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"buffer_depth" integer,
	"clock_skew_ms" integer,
	"config" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gateways_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "gateways_tenant_id_gateway_id_key" UNIQUE("tenant_id","gateway_id"),
	CONSTRAINT "gateways_username_key" UNIQUE("username"),
	CONSTRAINT "gateways_status_check" CHECK ("gateways"."status" in ('online', 'offline', 'degraded'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"key" varchar(255) NOT NULL,
	"response_path" varchar(255) NOT NULL,
	"request_hash" varchar(64) NOT NULL,
	"result" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("tenant_id","user_id","key","response_path")
);
--> statement-breakpoint
CREATE TABLE "ingest_dead_letters" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"topic" text NOT NULL,
	"gateway_id" uuid,
	"site_id" uuid,
	"tenant_id" uuid NOT NULL,
	"reason" varchar(50) NOT NULL,
	"error" text,
	"payload" "bytea",
	"count" integer DEFAULT 1 NOT NULL,
	"retry_count" integer DEFAULT 0 NOT NULL,
	"replayed_at" timestamp (3) with time zone,
	CONSTRAINT "ingest_dead_letters_reason_check" CHECK ("ingest_dead_letters"."reason" in ('invalid_schema', 'unknown_tag', 'unknown_site', 'bad_timestamp', 'too_large', 'forbidden', 'processing_error')),
	CONSTRAINT "ingest_dead_letters_count_check" CHECK ("ingest_dead_letters"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "inventory_items" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"part_number" varchar(100) NOT NULL,
	"name" varchar(255) NOT NULL,
	"description" text,
	"category" varchar(100),
	"unit_of_measure" varchar(50) DEFAULT 'each' NOT NULL,
	"quantity_on_hand" integer DEFAULT 0 NOT NULL,
	"min_quantity" integer,
	"max_quantity" integer,
	"unit_cost" numeric(12, 2),
	"site_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"quantity_reserved" integer DEFAULT 0 NOT NULL,
	"quantity_on_order" integer DEFAULT 0 NOT NULL,
	"quantity_quarantined" integer DEFAULT 0 NOT NULL,
	"reorder_quantity" integer,
	"lead_time_days" integer,
	"criticality" varchar(20),
	"bin_location" varchar(255),
	"status" varchar(50) DEFAULT 'active' NOT NULL,
	"average_cost" numeric(12, 2),
	"currency" char(3) DEFAULT 'USD' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "inventory_items_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "inventory_items_part_number_key" UNIQUE("tenant_id","site_id","part_number"),
	CONSTRAINT "inventory_items_category_check" CHECK ("inventory_items"."category" in ('electrical', 'mechanical', 'consumable', 'tool', 'safety', 'other')),
	CONSTRAINT "inventory_items_unit_of_measure_check" CHECK ("inventory_items"."unit_of_measure" in ('each', 'kg', 'meter', 'liter', 'set', 'box', 'pair')),
	CONSTRAINT "inventory_items_status_check" CHECK ("inventory_items"."status" in ('active', 'obsolete')),
	CONSTRAINT "inventory_items_criticality_check" CHECK ("inventory_items"."criticality" in ('low', 'medium', 'high', 'critical')),
	CONSTRAINT "inventory_items_quantity_on_hand_check" CHECK ("inventory_items"."quantity_on_hand" >= 0),
	CONSTRAINT "inventory_items_quantity_reserved_check" CHECK ("inventory_items"."quantity_reserved" between 0 and "inventory_items"."quantity_on_hand"),
	CONSTRAINT "inventory_items_quantity_on_order_check" CHECK ("inventory_items"."quantity_on_order" >= 0),
	CONSTRAINT "inventory_items_quantity_quarantined_check" CHECK ("inventory_items"."quantity_quarantined" >= 0),
	CONSTRAINT "inventory_items_min_quantity_check" CHECK ("inventory_items"."min_quantity" >= 0),
	CONSTRAINT "inventory_items_max_quantity_check" CHECK ("inventory_items"."max_quantity" >= "inventory_items"."min_quantity"),
	CONSTRAINT "inventory_items_unit_cost_check" CHECK ("inventory_items"."unit_cost" >= 0)
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "inventory_transactions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"inventory_item_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"kind" varchar(50) NOT NULL,
	"quantity" integer NOT NULL,
	"reserved_delta" integer DEFAULT 0 NOT NULL,
	"on_order_delta" integer DEFAULT 0 NOT NULL,
	"quarantine_delta" integer DEFAULT 0 NOT NULL,
	"balance_after" integer NOT NULL,
	"unit_cost" numeric(12, 2),
	"total_cost" numeric(12, 2),
	"currency" char(3) DEFAULT 'USD' NOT NULL,
	"work_order_id" uuid,
	"counter_item_id" uuid,
	"lot_number" varchar(100),
	"serial_number" varchar(100),
	"reason" text,
	"approved_by" uuid,
	"performed_by" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"idempotency_key" varchar(255),
	CONSTRAINT "inventory_transactions_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "inventory_transactions_kind_check" CHECK ("inventory_transactions"."kind" in ('receive', 'inspect_pass', 'quarantine_in', 'quarantine_out', 'scrap', 'reserve', 'unreserve', 'issue', 'consume', 'return', 'adjust', 'cycle_count', 'transfer_out', 'transfer_in', 'obsolete', 'opening')),
	CONSTRAINT "inventory_transactions_balance_after_check" CHECK ("inventory_transactions"."balance_after" >= 0)
) PARTITION BY RANGE ("id");
--> statement-breakpoint
CREATE TABLE "model_registry" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid,
	"model_name" varchar(255) NOT NULL,
	"model_version" varchar(100) NOT NULL,
	"model_type" varchar(50) NOT NULL,
	"framework" varchar(50) NOT NULL,
	"model_uri" text NOT NULL,
	"hyperparameters" jsonb,
	"metrics" jsonb,
	"status" varchar(50) DEFAULT 'development' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	"feature_group_ids" uuid[],
	"training_window" jsonb,
	"dataset_version" varchar(255),
	"baseline_statistics" jsonb,
	"thresholds" jsonb,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"promoted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"card" jsonb,
	CONSTRAINT "model_registry_name_version_key" UNIQUE NULLS NOT DISTINCT("tenant_id","model_name","model_version"),
	CONSTRAINT "model_registry_model_type_check" CHECK ("model_registry"."model_type" in ('classifier', 'regressor', 'anomaly_detector', 'forecaster')),
	CONSTRAINT "model_registry_framework_check" CHECK ("model_registry"."framework" in ('scikit-learn', 'xgboost', 'tensorflow', 'pytorch', 'statsmodels', 'onnx', 'rule', 'typescript')),
	CONSTRAINT "model_registry_status_check" CHECK ("model_registry"."status" in ('development', 'staging', 'review', 'production', 'archived', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "open_alerts" (
	"tenant_id" uuid NOT NULL,
	"dedup_key" varchar(512) NOT NULL,
	"alert_id" uuid NOT NULL,
	"triggered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "open_alerts_pkey" PRIMARY KEY("tenant_id","dedup_key"),
	CONSTRAINT "open_alerts_alert_id_key" UNIQUE("tenant_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"topic" varchar(100) NOT NULL,
	"entity_id" uuid NOT NULL,
	"site_id" uuid,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outbox_pkey" PRIMARY KEY("xid","id","created_at")
) PARTITION BY RANGE ("created_at");
--> statement-breakpoint
CREATE TABLE "partition_policy" (
	"table_name" varchar(63) PRIMARY KEY NOT NULL,
	"key_kind" varchar(20) NOT NULL,
	"unit" varchar(10) NOT NULL,
	"behind" integer DEFAULT 0 NOT NULL,
	"ahead" integer NOT NULL,
	"retain" interval,
	"follows" varchar(63),
	"keep_while" text,
	CONSTRAINT "partition_policy_key_kind_check" CHECK ("partition_policy"."key_kind" in ('uuidv7', 'timestamptz')),
	CONSTRAINT "partition_policy_unit_check" CHECK ("partition_policy"."unit" in ('year', 'month', 'day')),
	CONSTRAINT "partition_policy_ahead_check" CHECK ("partition_policy"."ahead" > 0)
);
--> statement-breakpoint
CREATE TABLE "periodic_runs" (
	"name" varchar(100) PRIMARY KEY NOT NULL,
	"last_run_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "permissions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"permission_name" varchar(100) NOT NULL,
	"resource" varchar(100) NOT NULL,
	"action" varchar(50) NOT NULL,
	"description" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "permissions_permission_name_key" UNIQUE("permission_name"),
	CONSTRAINT "permissions_permission_name_check" CHECK ("permissions"."permission_name" = "permissions"."action" || ':' || "permissions"."resource")
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"model_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"prediction_type" varchar(50) NOT NULL,
	"prediction_output" jsonb NOT NULL,
	"confidence_score" double precision,
	"prediction_timestamp" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"work_order_id" uuid,
	"features" jsonb,
	"explanation" jsonb,
	"horizon_end" timestamp (3) with time zone,
	"risk_level" varchar(20),
	"review_status" varchar(20) DEFAULT 'not_required' NOT NULL,
	"reviewed_by" uuid,
	"reviewed_at" timestamp (3) with time zone,
	"review_reason" text,
	"outcome" varchar(20),
	"outcome_at" timestamp (3) with time zone,
	CONSTRAINT "predictions_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "predictions_prediction_type_check" CHECK ("predictions"."prediction_type" in ('failure_risk', 'remaining_life', 'anomaly', 'generation_forecast', 'soiling', 'string_fault')),
	CONSTRAINT "predictions_risk_level_check" CHECK ("predictions"."risk_level" in ('low', 'medium', 'high')),
	CONSTRAINT "predictions_review_status_check" CHECK ("predictions"."review_status" in ('not_required', 'pending', 'approved', 'rejected', 'expired')),
	CONSTRAINT "predictions_outcome_check" CHECK ("predictions"."outcome" in ('true_positive', 'false_positive', 'false_negative', 'true_negative', 'unknown')),
	CONSTRAINT "predictions_confidence_score_check" CHECK ("predictions"."confidence_score" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "role_permissions" (
	"tenant_id" uuid,
	"role_id" uuid NOT NULL,
	"permission_id" uuid NOT NULL,
	"scope" varchar(20) NOT NULL,
	"constraints" jsonb,
	"granted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"granted_by" uuid,
	CONSTRAINT "role_permissions_pkey" PRIMARY KEY("role_id","permission_id"),
	CONSTRAINT "role_permissions_scope_check" CHECK ("role_permissions"."scope" in ('all', 'sites', 'assigned', 'own'))
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"role_name" varchar(100) NOT NULL,
	"display_name" varchar(255) NOT NULL,
	"description" text,
	"is_system" boolean DEFAULT false NOT NULL,
	"tenant_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roles_tenant_id_role_name_key" UNIQUE NULLS NOT DISTINCT("tenant_id","role_name"),
	CONSTRAINT "roles_is_system_check" CHECK ("roles"."is_system" = ("roles"."tenant_id" is null))
);
--> statement-breakpoint
CREATE TABLE "rule_states" (
	"tenant_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"journal_id" uuid,
	"position" bigint DEFAULT 0 NOT NULL,
	"state" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rule_states_pkey" PRIMARY KEY("tenant_id","site_id")
);
--> statement-breakpoint
CREATE TABLE "sensor_mappings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"tag" varchar(100) NOT NULL,
	"gateway_id" uuid,
	"source_protocol" varchar(20) NOT NULL,
	"device" varchar(255),
	"host" varchar(255),
	"port" integer,
	"address" varchar(255) NOT NULL,
	"data_type" varchar(20),
	"unit" varchar(20),
	"scale_factor" double precision DEFAULT 1 NOT NULL,
	"value_offset" double precision DEFAULT 0 NOT NULL,
	"poll_interval_ms" integer DEFAULT 5000 NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"metric" varchar(100),
	"min_valid" double precision,
	"max_valid" double precision,
	"max_rate_per_s" double precision,
	"deadband" double precision,
	"expected_interval_s" integer,
	"last_seen_at" timestamp (3) with time zone,
	CONSTRAINT "sensor_mappings_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "sensor_mappings_site_id_tag_key" UNIQUE("site_id","tag"),
	CONSTRAINT "sensor_mappings_source_protocol_check" CHECK ("sensor_mappings"."source_protocol" in ('modbus', 'opcua', 'iec61850', 'dnp3', 'bacnet', 'mqtt', 'rest', 'manual')),
	CONSTRAINT "sensor_mappings_data_type_check" CHECK ("sensor_mappings"."data_type" in ('float32', 'int16', 'uint16', 'int32', 'uint32', 'bool')),
	CONSTRAINT "sensor_mappings_valid_range_check" CHECK ("sensor_mappings"."max_valid" >= "sensor_mappings"."min_valid"),
	CONSTRAINT "sensor_mappings_expected_interval_s_check" CHECK ("sensor_mappings"."expected_interval_s" > 0)
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"site_id" varchar(100) NOT NULL,
	"name" varchar(255) NOT NULL,
	"location" varchar(255),
	"latitude" double precision,
	"longitude" double precision,
	"timezone" varchar(50) DEFAULT 'UTC' NOT NULL,
	"capacity_mw" double precision,
	"status" varchar(50) DEFAULT 'active' NOT NULL,
	"metadata" jsonb,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"site_type" varchar(50),
	"storage_capacity_mwh" double precision,
	"deleted" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "sites_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "sites_tenant_id_site_id_key" UNIQUE("tenant_id","site_id"),
	CONSTRAINT "sites_status_check" CHECK ("sites"."status" in ('active', 'inactive', 'maintenance', 'decommissioned')),
	CONSTRAINT "sites_site_type_check" CHECK ("sites"."site_type" in ('solar', 'wind', 'storage', 'hybrid')),
	CONSTRAINT "sites_capacity_mw_check" CHECK ("sites"."capacity_mw" >= 0),
	CONSTRAINT "sites_storage_capacity_mwh_check" CHECK ("sites"."storage_capacity_mwh" >= 0),
	CONSTRAINT "sites_position_check" CHECK (("sites"."latitude" is null) = ("sites"."longitude" is null) and "sites"."latitude" between -90 and 90 and "sites"."longitude" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "tenant_idp_config" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"provider" varchar(50) NOT NULL,
	"client_id" varchar(255),
	"client_secret_encrypted" text,
	"domain" varchar(255),
	"authorization_endpoint" text,
	"token_endpoint" text,
	"userinfo_endpoint" text,
	"jwks_uri" text,
	"saml_idp_entity_id" varchar(255),
	"saml_sso_url" text,
	"saml_certificate" text,
	"scopes" text[],
	"role_claim_path" varchar(255),
	"enabled" boolean DEFAULT true NOT NULL,
	"issuer" text,
	"email_domains" text[],
	"claim_map" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenant_idp_config_tenant_id_key" UNIQUE("tenant_id"),
	CONSTRAINT "tenant_idp_config_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "tenant_idp_config_provider_check" CHECK ("tenant_idp_config"."provider" in ('auth0', 'azure-ad', 'keycloak', 'okta', 'saml', 'local', 'oidc'))
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" varchar(100) NOT NULL,
	"name" varchar(255) NOT NULL,
	"status" varchar(50) DEFAULT 'active' NOT NULL,
	"subscription_tier" varchar(50),
	"max_users" integer,
	"max_sites" integer,
	"metadata" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_tenant_id_key" UNIQUE("tenant_id"),
	CONSTRAINT "tenants_status_check" CHECK ("tenants"."status" in ('active', 'inactive', 'suspended')),
	CONSTRAINT "tenants_subscription_tier_check" CHECK ("tenants"."subscription_tier" in ('free', 'pro', 'enterprise')),
	CONSTRAINT "tenants_tenant_id_check" CHECK ("tenants"."tenant_id" ~ '^[a-z0-9][a-z0-9-]*$')
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"assigned_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"assigned_by" uuid,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "user_roles_user_id_role_id_key" UNIQUE("user_id","role_id")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"refresh_token_hash" varchar(128) NOT NULL,
	"tokens_sealed" "bytea",
	"token_family_id" uuid NOT NULL,
	"replaced_by" uuid,
	"device_id" varchar(255),
	"device_type" varchar(20),
	"ip_address" "inet",
	"user_agent" text,
	"mfa_verified" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_active_at" timestamp (3) with time zone,
	"idle_expires_at" timestamp (3) with time zone NOT NULL,
	"absolute_expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoke_reason" varchar(50),
	CONSTRAINT "user_sessions_refresh_token_hash_key" UNIQUE("refresh_token_hash"),
	CONSTRAINT "user_sessions_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "user_sessions_device_type_check" CHECK ("user_sessions"."device_type" in ('web', 'ios', 'android', 'api')),
	CONSTRAINT "user_sessions_revoke_reason_check" CHECK ("user_sessions"."revoke_reason" in ('logout', 'password_change', 'deactivated', 'security', 'token_reuse', 'session_limit', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "user_sites" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"is_primary" boolean DEFAULT false NOT NULL,
	"granted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"granted_by" uuid,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "user_sites_pkey" PRIMARY KEY("user_id","site_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" varchar(100) NOT NULL,
	"email" varchar(255) NOT NULL,
	"first_name" varchar(100) NOT NULL,
	"last_name" varchar(100) NOT NULL,
	"phone" varchar(50),
	"status" varchar(50) DEFAULT 'active' NOT NULL,
	"idp_user_id" varchar(255),
	"idp_provider" varchar(50),
	"tenant_id" uuid NOT NULL,
	"metadata" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_login_at" timestamp (3) with time zone,
	"deleted" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"employment_type" varchar(50) DEFAULT 'employee' NOT NULL,
	"access_expires_at" timestamp (3) with time zone,
	"supervisor_id" uuid,
	"timezone" varchar(50),
	"locale" varchar(35),
	"mfa_enabled" boolean DEFAULT false NOT NULL,
	"password_hash" varchar(255),
	CONSTRAINT "users_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "users_tenant_id_user_id_key" UNIQUE("tenant_id","user_id"),
	CONSTRAINT "users_status_check" CHECK ("users"."status" in ('active', 'inactive', 'suspended')),
	CONSTRAINT "users_idp_provider_check" CHECK ("users"."idp_provider" in ('auth0', 'azure-ad', 'keycloak', 'okta', 'saml', 'local', 'oidc')),
	CONSTRAINT "users_employment_type_check" CHECK ("users"."employment_type" in ('employee', 'contractor', 'auditor')),
	CONSTRAINT "users_email_check" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
CREATE TABLE "work_order_comments" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"work_order_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"body" text NOT NULL,
	"mentions" uuid[],
	"visibility" varchar(20) DEFAULT 'all' NOT NULL,
	"created_at" timestamp (3) with time zone GENERATED ALWAYS AS (uuid_extract_timestamp(id)) STORED NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	CONSTRAINT "work_order_comments_pkey" PRIMARY KEY("work_order_id","id"),
	CONSTRAINT "work_order_comments_visibility_check" CHECK ("work_order_comments"."visibility" in ('internal', 'all'))
) PARTITION BY RANGE ("work_order_id");
--> statement-breakpoint
CREATE TABLE "work_order_counters" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "work_order_counters_pkey" PRIMARY KEY("tenant_id","day"),
	CONSTRAINT "work_order_counters_last_number_check" CHECK ("work_order_counters"."last_number" >= 0)
);
--> statement-breakpoint
CREATE TABLE "work_order_labor" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"work_order_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"start_time" timestamp (3) with time zone NOT NULL,
	"end_time" timestamp (3) with time zone,
	"duration_minutes" integer,
	"labor_type" varchar(50) DEFAULT 'regular' NOT NULL,
	"labor_rate" numeric(12, 2),
	"total_cost" numeric(12, 2),
	"currency" char(3) DEFAULT 'USD' NOT NULL,
	"notes" text,
	CONSTRAINT "work_order_labor_pkey" PRIMARY KEY("work_order_id","id"),
	CONSTRAINT "work_order_labor_labor_type_check" CHECK ("work_order_labor"."labor_type" in ('regular', 'overtime', 'emergency', 'travel')),
	CONSTRAINT "work_order_labor_end_time_check" CHECK ("work_order_labor"."end_time" >= "work_order_labor"."start_time"),
	CONSTRAINT "work_order_labor_duration_minutes_check" CHECK ("work_order_labor"."duration_minutes" >= 0)
) PARTITION BY RANGE ("work_order_id");
--> statement-breakpoint
CREATE TABLE "work_order_numbers" (
	"tenant_id" uuid NOT NULL,
	"number" varchar(100) NOT NULL,
	"work_order_id" uuid NOT NULL,
	CONSTRAINT "work_order_numbers_pkey" PRIMARY KEY("tenant_id","number"),
	CONSTRAINT "work_order_numbers_work_order_id_key" UNIQUE("tenant_id","work_order_id")
);
--> statement-breakpoint
CREATE TABLE "work_order_parts" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"work_order_id" uuid NOT NULL,
	"inventory_item_id" uuid NOT NULL,
	"quantity_consumed" integer NOT NULL,
	"unit_cost" numeric(12, 2),
	"total_cost" numeric(12, 2) GENERATED ALWAYS AS (quantity_consumed * unit_cost) STORED,
	"currency" char(3) DEFAULT 'USD' NOT NULL,
	"consumed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"consumed_by" uuid NOT NULL,
	"lot_number" varchar(100),
	"serial_number" varchar(100),
	"billable" boolean DEFAULT true NOT NULL,
	CONSTRAINT "work_order_parts_pkey" PRIMARY KEY("work_order_id","id"),
	CONSTRAINT "work_order_parts_quantity_consumed_check" CHECK ("work_order_parts"."quantity_consumed" > 0)
) PARTITION BY RANGE ("work_order_id");
--> statement-breakpoint
CREATE TABLE "work_order_state_history" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"work_order_id" uuid NOT NULL,
	"from_status" varchar(50),
	"to_status" varchar(50) NOT NULL,
	"transition" varchar(50) NOT NULL,
	"reason" text,
	"actor_id" uuid,
	"actor_type" varchar(50) DEFAULT 'user' NOT NULL,
	"request_id" uuid,
	"occurred_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"metadata" jsonb,
	CONSTRAINT "work_order_state_history_pkey" PRIMARY KEY("work_order_id","id"),
	CONSTRAINT "work_order_state_history_from_status_check" CHECK ("work_order_state_history"."from_status" in ('draft', 'submitted', 'approved', 'scheduled', 'assigned', 'in_progress', 'on_hold', 'completed', 'verified', 'closed', 'cancelled')),
	CONSTRAINT "work_order_state_history_to_status_check" CHECK ("work_order_state_history"."to_status" in ('draft', 'submitted', 'approved', 'scheduled', 'assigned', 'in_progress', 'on_hold', 'completed', 'verified', 'closed', 'cancelled')),
	CONSTRAINT "work_order_state_history_actor_type_check" CHECK ("work_order_state_history"."actor_type" in ('user', 'system', 'api', 'cron', 'integration'))
) PARTITION BY RANGE ("work_order_id");
--> statement-breakpoint
CREATE TABLE "work_order_tasks" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"work_order_id" uuid NOT NULL,
	"title" varchar(255) NOT NULL,
	"description" text,
	"sequence_order" integer NOT NULL,
	"status" varchar(50) DEFAULT 'pending' NOT NULL,
	"assigned_to" uuid,
	"completed_at" timestamp (3) with time zone,
	"completed_by" uuid,
	"completion_notes" text,
	"created_at" timestamp (3) with time zone GENERATED ALWAYS AS (uuid_extract_timestamp(id)) STORED NOT NULL,
	"is_critical" boolean DEFAULT false NOT NULL,
	"requires_permit" boolean DEFAULT false NOT NULL,
	"permit_type" varchar(50),
	"skip_reason" text,
	"skip_approved_by" uuid,
	"checklist" jsonb,
	"measurements" jsonb,
	"estimated_minutes" integer,
	CONSTRAINT "work_order_tasks_pkey" PRIMARY KEY("work_order_id","id"),
	CONSTRAINT "work_order_tasks_status_check" CHECK ("work_order_tasks"."status" in ('pending', 'in_progress', 'completed', 'skipped')),
	CONSTRAINT "work_order_tasks_sequence_order_check" CHECK ("work_order_tasks"."sequence_order" > 0)
) PARTITION BY RANGE ("work_order_id");
--> statement-breakpoint
CREATE TABLE "work_orders" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"work_order_id" varchar(100) NOT NULL,
	"title" varchar(255) NOT NULL,
	"description" text,
	"type" varchar(50) NOT NULL,
	"priority" varchar(50) DEFAULT 'medium' NOT NULL,
	"status" varchar(50) DEFAULT 'draft' NOT NULL,
	"site_id" uuid NOT NULL,
	"asset_id" uuid,
	"assigned_to" uuid,
	"scheduled_start" timestamp (3) with time zone,
	"scheduled_end" timestamp (3) with time zone,
	"actual_start" timestamp (3) with time zone,
	"actual_end" timestamp (3) with time zone,
	"metadata" jsonb,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone GENERATED ALWAYS AS (uuid_extract_timestamp(id)) STORED NOT NULL,
	"created_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"submitted_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"approved_by" uuid,
	"scheduled_at" timestamp (3) with time zone,
	"assigned_at" timestamp (3) with time zone,
	"on_hold_at" timestamp (3) with time zone,
	"hold_reason" varchar(50),
	"resumed_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"completed_by" uuid,
	"verified_at" timestamp (3) with time zone,
	"verified_by" uuid,
	"closed_at" timestamp (3) with time zone,
	"closed_by" uuid,
	"cancelled_at" timestamp (3) with time zone,
	"cancelled_by" uuid,
	"cancellation_reason" text,
	"rejection_reason" text,
	"reopened_at" timestamp (3) with time zone,
	"reopen_reason" text,
	"reopen_count" integer DEFAULT 0 NOT NULL,
	"estimated_duration_minutes" integer,
	"actual_duration_minutes" integer,
	"required_skills" text[],
	"required_permits" text[],
	"required_ppe" text[],
	"safety_checklist" jsonb,
	"safety_ack_at" timestamp (3) with time zone,
	"safety_ack_by" uuid,
	"completion_notes" text,
	"root_cause" text,
	"preventive_actions" text,
	"failure_code" varchar(100),
	"signature" text,
	"measurements" jsonb,
	"estimated_cost" numeric(12, 2),
	"total_cost" numeric(12, 2),
	"currency" char(3) DEFAULT 'USD' NOT NULL,
	"budget_code" varchar(100),
	"sla_response_due" timestamp (3) with time zone,
	"sla_resolution_due" timestamp (3) with time zone,
	"sla_response_met_at" timestamp (3) with time zone,
	"sla_resolution_met_at" timestamp (3) with time zone,
	"sla_response_breached" boolean DEFAULT false NOT NULL,
	"sla_resolution_breached" boolean DEFAULT false NOT NULL,
	"origin" varchar(50) DEFAULT 'manual' NOT NULL,
	"alert_id" uuid,
	"prediction_id" uuid,
	"parent_work_order_id" uuid,
	"downtime_minutes" integer,
	"production_loss_mwh" double precision,
	CONSTRAINT "work_orders_tenant_id_id_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "work_orders_type_check" CHECK ("work_orders"."type" in ('preventive', 'predictive', 'corrective', 'inspection', 'emergency', 'upgrade', 'decommission')),
	CONSTRAINT "work_orders_priority_check" CHECK ("work_orders"."priority" in ('low', 'medium', 'high', 'critical')),
	CONSTRAINT "work_orders_status_check" CHECK ("work_orders"."status" in ('draft', 'submitted', 'approved', 'scheduled', 'assigned', 'in_progress', 'on_hold', 'completed', 'verified', 'closed', 'cancelled')),
	CONSTRAINT "work_orders_hold_reason_check" CHECK ("work_orders"."hold_reason" in ('awaiting_parts', 'awaiting_permit', 'weather', 'safety', 'access', 'awaiting_vendor', 'other')),
	CONSTRAINT "work_orders_origin_check" CHECK ("work_orders"."origin" in ('manual', 'alarm', 'predictive_model', 'pm_schedule', 'threshold', 'weather')),
	CONSTRAINT "work_orders_scheduled_check" CHECK ("work_orders"."scheduled_end" >= "work_orders"."scheduled_start"),
	CONSTRAINT "work_orders_actual_check" CHECK ("work_orders"."actual_end" >= "work_orders"."actual_start")
) PARTITION BY RANGE ("id");
--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_created_by_fk" FOREIGN KEY ("tenant_id","created_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("created_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_updated_by_fk" FOREIGN KEY ("tenant_id","updated_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("updated_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_rule_id_fk" FOREIGN KEY ("tenant_id","rule_id") REFERENCES "public"."alert_rules"("tenant_id","id") ON DELETE SET NULL ("rule_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_asset_id_fk" FOREIGN KEY ("tenant_id","asset_id") REFERENCES "public"."assets"("tenant_id","id") ON DELETE SET NULL ("asset_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_group_id_fk" FOREIGN KEY ("tenant_id","group_id") REFERENCES "public"."alerts"("tenant_id","id") ON DELETE SET NULL ("group_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE SET NULL ("work_order_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_prediction_id_fk" FOREIGN KEY ("tenant_id","prediction_id") REFERENCES "public"."predictions"("tenant_id","id") ON DELETE SET NULL ("prediction_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_acknowledged_by_fk" FOREIGN KEY ("tenant_id","acknowledged_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("acknowledged_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("assigned_to") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_resolved_by_fk" FOREIGN KEY ("tenant_id","resolved_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("resolved_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_parent_id_fk" FOREIGN KEY ("tenant_id","parent_id") REFERENCES "public"."assets"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_deleted_by_fk" FOREIGN KEY ("tenant_id","deleted_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("deleted_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("user_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateways" ADD CONSTRAINT "gateways_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_dead_letters" ADD CONSTRAINT "ingest_dead_letters_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_dead_letters" ADD CONSTRAINT "ingest_dead_letters_gateway_id_fk" FOREIGN KEY ("tenant_id","gateway_id") REFERENCES "public"."gateways"("tenant_id","id") ON DELETE SET NULL ("gateway_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_dead_letters" ADD CONSTRAINT "ingest_dead_letters_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE SET NULL ("site_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_items" ADD CONSTRAINT "inventory_items_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_inventory_item_id_fk" FOREIGN KEY ("tenant_id","inventory_item_id") REFERENCES "public"."inventory_items"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE SET NULL ("work_order_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_counter_item_id_fk" FOREIGN KEY ("tenant_id","counter_item_id") REFERENCES "public"."inventory_items"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inventory_transactions" ADD CONSTRAINT "inventory_transactions_performed_by_fk" FOREIGN KEY ("tenant_id","performed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_registry" ADD CONSTRAINT "model_registry_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_registry" ADD CONSTRAINT "model_registry_created_by_fk" FOREIGN KEY ("tenant_id","created_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_registry" ADD CONSTRAINT "model_registry_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("approved_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_alerts" ADD CONSTRAINT "open_alerts_alert_id_fk" FOREIGN KEY ("tenant_id","alert_id") REFERENCES "public"."alerts"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_model_id_model_registry_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model_registry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_asset_id_fk" FOREIGN KEY ("tenant_id","asset_id") REFERENCES "public"."assets"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE SET NULL ("work_order_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_reviewed_by_fk" FOREIGN KEY ("tenant_id","reviewed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("reviewed_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_permission_id_permissions_id_fk" FOREIGN KEY ("permission_id") REFERENCES "public"."permissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_granted_by_fk" FOREIGN KEY ("tenant_id","granted_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("granted_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_states" ADD CONSTRAINT "rule_states_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sensor_mappings" ADD CONSTRAINT "sensor_mappings_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sensor_mappings" ADD CONSTRAINT "sensor_mappings_asset_id_fk" FOREIGN KEY ("tenant_id","asset_id") REFERENCES "public"."assets"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sensor_mappings" ADD CONSTRAINT "sensor_mappings_gateway_id_fk" FOREIGN KEY ("tenant_id","gateway_id") REFERENCES "public"."gateways"("tenant_id","id") ON DELETE SET NULL ("gateway_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_idp_config" ADD CONSTRAINT "tenant_idp_config_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_assigned_by_fk" FOREIGN KEY ("tenant_id","assigned_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("assigned_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_replaced_by_fk" FOREIGN KEY ("tenant_id","replaced_by") REFERENCES "public"."user_sessions"("tenant_id","id") ON DELETE SET NULL ("replaced_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sites" ADD CONSTRAINT "user_sites_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sites" ADD CONSTRAINT "user_sites_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sites" ADD CONSTRAINT "user_sites_granted_by_fk" FOREIGN KEY ("tenant_id","granted_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("granted_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_supervisor_id_fk" FOREIGN KEY ("tenant_id","supervisor_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("supervisor_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_comments" ADD CONSTRAINT "work_order_comments_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_comments" ADD CONSTRAINT "work_order_comments_author_id_fk" FOREIGN KEY ("tenant_id","author_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_comments" ADD CONSTRAINT "work_order_comments_deleted_by_fk" FOREIGN KEY ("tenant_id","deleted_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("deleted_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_counters" ADD CONSTRAINT "work_order_counters_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_labor" ADD CONSTRAINT "work_order_labor_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_labor" ADD CONSTRAINT "work_order_labor_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_numbers" ADD CONSTRAINT "work_order_numbers_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_parts" ADD CONSTRAINT "work_order_parts_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_parts" ADD CONSTRAINT "work_order_parts_inventory_item_id_fk" FOREIGN KEY ("tenant_id","inventory_item_id") REFERENCES "public"."inventory_items"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_parts" ADD CONSTRAINT "work_order_parts_consumed_by_fk" FOREIGN KEY ("tenant_id","consumed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_state_history" ADD CONSTRAINT "work_order_state_history_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_state_history" ADD CONSTRAINT "work_order_state_history_actor_id_fk" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_tasks" ADD CONSTRAINT "work_order_tasks_work_order_id_fk" FOREIGN KEY ("tenant_id","work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_tasks" ADD CONSTRAINT "work_order_tasks_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("assigned_to") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_tasks" ADD CONSTRAINT "work_order_tasks_completed_by_fk" FOREIGN KEY ("tenant_id","completed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("completed_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_order_tasks" ADD CONSTRAINT "work_order_tasks_skip_approved_by_fk" FOREIGN KEY ("tenant_id","skip_approved_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("skip_approved_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_site_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."sites"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_asset_id_fk" FOREIGN KEY ("tenant_id","asset_id") REFERENCES "public"."assets"("tenant_id","id") ON DELETE SET NULL ("asset_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_alert_id_fk" FOREIGN KEY ("tenant_id","alert_id") REFERENCES "public"."alerts"("tenant_id","id") ON DELETE SET NULL ("alert_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_prediction_id_fk" FOREIGN KEY ("tenant_id","prediction_id") REFERENCES "public"."predictions"("tenant_id","id") ON DELETE SET NULL ("prediction_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_parent_work_order_id_fk" FOREIGN KEY ("tenant_id","parent_work_order_id") REFERENCES "public"."work_orders"("tenant_id","id") ON DELETE SET NULL ("parent_work_order_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("assigned_to") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_created_by_fk" FOREIGN KEY ("tenant_id","created_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_updated_by_fk" FOREIGN KEY ("tenant_id","updated_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("updated_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_submitted_by_fk" FOREIGN KEY ("tenant_id","submitted_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("submitted_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("approved_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_completed_by_fk" FOREIGN KEY ("tenant_id","completed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("completed_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_verified_by_fk" FOREIGN KEY ("tenant_id","verified_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("verified_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_closed_by_fk" FOREIGN KEY ("tenant_id","closed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("closed_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_cancelled_by_fk" FOREIGN KEY ("tenant_id","cancelled_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("cancelled_by") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_orders" ADD CONSTRAINT "work_orders_safety_ack_by_fk" FOREIGN KEY ("tenant_id","safety_ack_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE SET NULL ("safety_ack_by") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_alert_rules_enabled" ON "alert_rules" USING btree ("tenant_id") WHERE enabled;--> statement-breakpoint
CREATE INDEX "idx_alerts_status" ON "alerts" USING btree ("tenant_id","status","severity");--> statement-breakpoint
CREATE INDEX "idx_alerts_site" ON "alerts" USING btree ("site_id","triggered_at");--> statement-breakpoint
CREATE INDEX "idx_alerts_asset" ON "alerts" USING btree ("asset_id","triggered_at");--> statement-breakpoint
CREATE INDEX "idx_alerts_dedup_key" ON "alerts" USING btree ("tenant_id","dedup_key");--> statement-breakpoint
CREATE INDEX "idx_alerts_work_order" ON "alerts" USING btree ("work_order_id") WHERE work_order_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "idx_assets_code" ON "assets" USING btree ("tenant_id","asset_id") WHERE deleted = false;--> statement-breakpoint
CREATE INDEX "idx_assets_site" ON "assets" USING btree ("site_id","deleted") WHERE deleted = false;--> statement-breakpoint
CREATE INDEX "idx_assets_parent" ON "assets" USING btree ("parent_id") WHERE parent_id is not null;--> statement-breakpoint
CREATE INDEX "idx_assets_type" ON "assets" USING btree ("type");--> statement-breakpoint
CREATE INDEX "idx_assets_status" ON "assets" USING btree ("status");--> statement-breakpoint
CREATE INDEX "idx_assets_tags" ON "assets" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "idx_assets_tenant" ON "assets" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_assets_lat_lon" ON "assets" USING btree ("tenant_id","latitude","longitude") WHERE latitude is not null;--> statement-breakpoint
CREATE INDEX "idx_audit_user_time" ON "audit_logs" USING btree ("user_id","timestamp");--> statement-breakpoint
CREATE INDEX "idx_audit_resource" ON "audit_logs" USING btree ("resource_type","resource_id");--> statement-breakpoint
CREATE INDEX "idx_audit_action" ON "audit_logs" USING btree ("action","timestamp");--> statement-breakpoint
CREATE INDEX "idx_audit_tenant" ON "audit_logs" USING btree ("tenant_id","timestamp");--> statement-breakpoint
CREATE INDEX "idx_gateways_site" ON "gateways" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "idx_idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idx_ingest_dead_letters_tenant" ON "ingest_dead_letters" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "idx_ingest_dead_letters_received" ON "ingest_dead_letters" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "idx_inventory_site" ON "inventory_items" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "idx_inventory_part" ON "inventory_items" USING btree ("part_number");--> statement-breakpoint
CREATE INDEX "idx_inventory_category" ON "inventory_items" USING btree ("category");--> statement-breakpoint
CREATE INDEX "idx_inventory_low_stock" ON "inventory_items" USING btree ("site_id") WHERE quantity_on_hand <= min_quantity;--> statement-breakpoint
CREATE INDEX "idx_inventory_transactions_item" ON "inventory_transactions" USING btree ("inventory_item_id","id");--> statement-breakpoint
CREATE INDEX "idx_inventory_transactions_work_order" ON "inventory_transactions" USING btree ("work_order_id") WHERE work_order_id is not null;--> statement-breakpoint
CREATE INDEX "idx_inventory_transactions_site" ON "inventory_transactions" USING btree ("site_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "idx_model_registry_production" ON "model_registry" USING btree ("model_name",coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE status = 'production';--> statement-breakpoint
CREATE INDEX "idx_permissions_resource" ON "permissions" USING btree ("resource");--> statement-breakpoint
CREATE INDEX "idx_predictions_asset" ON "predictions" USING btree ("asset_id","prediction_timestamp");--> statement-breakpoint
CREATE INDEX "idx_predictions_model" ON "predictions" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "idx_predictions_timestamp" ON "predictions" USING btree ("prediction_timestamp");--> statement-breakpoint
CREATE INDEX "idx_predictions_work_order" ON "predictions" USING btree ("work_order_id") WHERE work_order_id is not null;--> statement-breakpoint
CREATE INDEX "idx_role_permissions_permission" ON "role_permissions" USING btree ("permission_id");--> statement-breakpoint
CREATE INDEX "idx_sensor_mappings_tenant" ON "sensor_mappings" USING btree ("tenant_id","site_id");--> statement-breakpoint
CREATE INDEX "idx_sensor_mappings_asset" ON "sensor_mappings" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "idx_sites_tenant" ON "sites" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_sites_status" ON "sites" USING btree ("status") WHERE deleted = false;--> statement-breakpoint
CREATE UNIQUE INDEX "idx_tenant_idp_config_issuer" ON "tenant_idp_config" USING btree ("issuer") WHERE issuer is not null;--> statement-breakpoint
CREATE INDEX "idx_tenants_status" ON "tenants" USING btree ("status");--> statement-breakpoint
CREATE INDEX "idx_user_roles_tenant" ON "user_roles" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_user_roles_role" ON "user_roles" USING btree ("role_id");--> statement-breakpoint
CREATE INDEX "idx_user_roles_expires" ON "user_roles" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX "idx_user_sessions_user" ON "user_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "idx_user_sessions_family" ON "user_sessions" USING btree ("token_family_id");--> statement-breakpoint
CREATE INDEX "idx_user_sessions_expires" ON "user_sessions" USING btree ("absolute_expires_at");--> statement-breakpoint
CREATE INDEX "idx_user_sites_tenant" ON "user_sites" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_user_sites_site" ON "user_sites" USING btree ("site_id");--> statement-breakpoint
CREATE UNIQUE INDEX "idx_users_email" ON "users" USING btree ("email") WHERE deleted = false;--> statement-breakpoint
CREATE INDEX "idx_users_tenant" ON "users" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_users_status" ON "users" USING btree ("status");--> statement-breakpoint
CREATE INDEX "idx_users_idp" ON "users" USING btree ("idp_provider","idp_user_id");--> statement-breakpoint
CREATE INDEX "idx_woc_tenant" ON "work_order_comments" USING btree ("tenant_id","work_order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "idx_wol_open" ON "work_order_labor" USING btree ("work_order_id","user_id") WHERE end_time is null;--> statement-breakpoint
CREATE INDEX "idx_wol_user" ON "work_order_labor" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "idx_wol_tenant" ON "work_order_labor" USING btree ("tenant_id","work_order_id");--> statement-breakpoint
CREATE INDEX "idx_wop_item" ON "work_order_parts" USING btree ("inventory_item_id");--> statement-breakpoint
CREATE INDEX "idx_wop_tenant" ON "work_order_parts" USING btree ("tenant_id","work_order_id");--> statement-breakpoint
CREATE INDEX "idx_wosh_tenant" ON "work_order_state_history" USING btree ("tenant_id","work_order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "idx_wot_wo" ON "work_order_tasks" USING btree ("work_order_id","sequence_order");--> statement-breakpoint
CREATE INDEX "idx_wot_assigned" ON "work_order_tasks" USING btree ("assigned_to","status");--> statement-breakpoint
CREATE INDEX "idx_wot_tenant" ON "work_order_tasks" USING btree ("tenant_id","work_order_id");--> statement-breakpoint
CREATE INDEX "idx_wo_site" ON "work_orders" USING btree ("site_id","status");--> statement-breakpoint
CREATE INDEX "idx_wo_asset" ON "work_orders" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "idx_wo_assigned" ON "work_orders" USING btree ("assigned_to","status");--> statement-breakpoint
CREATE INDEX "idx_wo_status" ON "work_orders" USING btree ("status","priority");--> statement-breakpoint
CREATE INDEX "idx_wo_scheduled" ON "work_orders" USING btree ("scheduled_start","scheduled_end");--> statement-breakpoint
CREATE INDEX "idx_wo_created" ON "work_orders" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idx_wo_tenant" ON "work_orders" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "idx_wo_alert" ON "work_orders" USING btree ("alert_id") WHERE alert_id is not null;--> statement-breakpoint
CREATE INDEX "idx_wo_prediction" ON "work_orders" USING btree ("prediction_id") WHERE prediction_id is not null;--> statement-breakpoint
CREATE INDEX "idx_wo_parent" ON "work_orders" USING btree ("parent_work_order_id") WHERE parent_work_order_id is not null;