CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"action" text NOT NULL,
	"entity" text NOT NULL,
	"entity_id" text,
	"before" jsonb,
	"after" jsonb,
	"request_id" text,
	"ip" text
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" integer PRIMARY KEY NOT NULL,
	"notice" text NOT NULL,
	"issued_on" date,
	"holidays" jsonb NOT NULL,
	"makeup" date[] NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"district_id" uuid NOT NULL,
	"title" text NOT NULL,
	"material_heading" text NOT NULL,
	"correction_days" integer DEFAULT 3 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "campaigns_year_unique" UNIQUE("year"),
	CONSTRAINT "campaigns_year" CHECK ("campaigns"."year" between 2000 and 2100),
	CONSTRAINT "campaigns_correction_days" CHECK ("campaigns"."correction_days" between 1 and 30)
);
--> statement-breakpoint
CREATE TABLE "group_units" (
	"group_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "group_units_group_id_unit_id_pk" PRIMARY KEY("group_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"from_day" text NOT NULL,
	"to_day" text NOT NULL,
	"work" text[] NOT NULL,
	"sort" integer NOT NULL,
	CONSTRAINT "phases_days" CHECK ("phases"."from_day" ~ '^[0-9]{2}-[0-9]{2}$' and "phases"."to_day" ~ '^[0-9]{2}-[0-9]{2}$' and "phases"."from_day" <= "phases"."to_day")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"field" text NOT NULL,
	"name" text NOT NULL,
	"label_name" text NOT NULL,
	"kind" text NOT NULL,
	"lead_id" uuid,
	"sample" boolean NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "projects_kind" CHECK ("projects"."kind" in ('engineering', 'subsidy', 'service')),
	CONSTRAINT "projects_label" CHECK (char_length("projects"."label_name") between 2 and 40)
);
--> statement-breakpoint
CREATE TABLE "workstreams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"sort" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "forms_same" CHECK ("forms"."definition" ->> 'code' = "forms"."code" and ("forms"."definition" ->> 'version')::int = "forms"."version")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"etag" text,
	"body" text,
	CONSTRAINT "idempotency_keys_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"import_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"sheet" text NOT NULL,
	"row" integer NOT NULL,
	"unit_text" text,
	"unit_id" uuid,
	"outcome" text NOT NULL,
	"values" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"submission_id" uuid,
	CONSTRAINT "import_rows_outcome" CHECK ("import_rows"."outcome" in ('accepted', 'rejected', 'confirm', 'ignored'))
);
--> statement-breakpoint
CREATE TABLE "import_files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL,
	"size" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"form" text NOT NULL,
	"layout" text NOT NULL,
	"period" text NOT NULL,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"findings" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"committed_by" uuid,
	"committed_at" timestamp (3) with time zone,
	CONSTRAINT "imports_mode" CHECK ("imports"."mode" in ('dry_run', 'atomic', 'valid_rows')),
	CONSTRAINT "imports_status" CHECK ("imports"."status" in ('checked', 'committed', 'refused')),
	CONSTRAINT "imports_committed" CHECK (("imports"."status" = 'committed') = ("imports"."committed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "exemptions" (
	"obligation_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"granted_by" uuid NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "extensions" (
	"obligation_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"granted_by" uuid NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"due_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "obligations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deadline_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"settled_on" date,
	"settled_note" text,
	"settled_by" uuid,
	CONSTRAINT "obligations_settled" CHECK (("obligations"."settled_on" is null) = ("obligations"."settled_by" is null))
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"submission_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"values" jsonb NOT NULL,
	"summary" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"submitted_by" uuid NOT NULL,
	"import_id" uuid,
	"sheet" text,
	"row" integer,
	CONSTRAINT "revisions_number_positive" CHECK ("revisions"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "submission_history" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "submission_history_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"submission_id" uuid NOT NULL,
	"action" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"revision" integer NOT NULL,
	"actor_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"comment" text,
	"import_id" uuid,
	CONSTRAINT "submission_history_action" CHECK ("submission_history"."action" in ('submit', 'withdraw', 'return', 'accept', 'reopen', 'supersede', 'lock', 'unlock')),
	CONSTRAINT "submission_history_to" CHECK ("submission_history"."to_state" in ('draft', 'submitted', 'withdrawn', 'returned', 'accepted', 'reopened', 'locked')),
	CONSTRAINT "submission_history_comment" CHECK ("submission_history"."action" not in ('return', 'reopen') or char_length("submission_history"."comment") > 0)
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"obligation_id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"values" jsonb NOT NULL,
	"summary" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"first_submitted_at" timestamp (3) with time zone,
	"last_submitted_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	"warnings" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "submissions_obligationId_unique" UNIQUE("obligation_id"),
	CONSTRAINT "submissions_state" CHECK ("submissions"."state" in ('draft', 'submitted', 'withdrawn', 'returned', 'accepted', 'reopened', 'locked')),
	CONSTRAINT "submissions_handed_in" CHECK (("submissions"."revision" = 0) = ("submissions"."first_submitted_at" is null)),
	CONSTRAINT "submissions_draft" CHECK ("submissions"."state" <> 'draft' or "submissions"."revision" = 0)
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"period" text NOT NULL,
	"opens_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"covers_from" date NOT NULL,
	"covers_to" date NOT NULL,
	"provisional" boolean NOT NULL,
	CONSTRAINT "deadlines_order" CHECK ("deadlines"."opens_at" < "deadlines"."due_at"),
	CONSTRAINT "deadlines_period_form" CHECK ("deadlines"."period" ~ '^[0-9]{4}(Q[1-4])?$')
);
--> statement-breakpoint
CREATE TABLE "task_units" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"role" text NOT NULL,
	"unit_id" uuid,
	"group_id" uuid,
	"sort" integer NOT NULL,
	CONSTRAINT "task_units_role" CHECK ("task_units"."role" in ('lead', 'support')),
	CONSTRAINT "task_units_one" CHECK (num_nonnulls("task_units"."unit_id", "task_units"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"code" text NOT NULL,
	"workstream_id" uuid NOT NULL,
	"phase_id" uuid,
	"title" text NOT NULL,
	"schedule" jsonb NOT NULL,
	"tracking" text NOT NULL,
	"form" text,
	"records" text,
	"requirements" text[] NOT NULL,
	"source" text NOT NULL,
	"sort" integer NOT NULL,
	CONSTRAINT "tasks_tracking" CHECK ("tasks"."tracking" in ('submission', 'records', 'office')),
	CONSTRAINT "tasks_form" CHECK (("tasks"."tracking" = 'submission') = ("tasks"."form" is not null)),
	CONSTRAINT "tasks_records" CHECK (("tasks"."tracking" = 'records') = ("tasks"."records" is not null))
);
--> statement-breakpoint
CREATE TABLE "unit_aliases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit_id" uuid NOT NULL,
	"text" text NOT NULL,
	"old_name" boolean DEFAULT false NOT NULL,
	CONSTRAINT "unit_aliases_text_unique" UNIQUE("text")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"full_name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"sort" integer NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "units_code_unique" UNIQUE("code"),
	CONSTRAINT "units_kind" CHECK ("units"."kind" in ('district', 'office', 'department', 'media', 'township', 'village'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"previous_hash" text,
	"rotated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ip" text,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash"),
	CONSTRAINT "sessions_previousHash_unique" UNIQUE("previous_hash")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"unit_id" uuid,
	"password_hash" text NOT NULL,
	"must_change_password" boolean NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"failed_logins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"last_login_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "users_username_unique" UNIQUE("username"),
	CONSTRAINT "users_roles" CHECK (cardinality("users"."roles") > 0 and "users"."roles" <@ array['admin','office','reporter','observer','auditor']::text[]),
	CONSTRAINT "users_reporter_unit" CHECK (not ('reporter' = any("users"."roles")) or "users"."unit_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_district_id_units_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_units" ADD CONSTRAINT "group_units_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_units" ADD CONSTRAINT "group_units_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phases" ADD CONSTRAINT "phases_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_lead_id_units_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workstreams" ADD CONSTRAINT "workstreams_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_sha256_import_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."import_files"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_committed_by_users_id_fk" FOREIGN KEY ("committed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_deadline_id_deadlines_id_fk" FOREIGN KEY ("deadline_id") REFERENCES "public"."deadlines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_settled_by_users_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_submitted_by_users_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_history" ADD CONSTRAINT "submission_history_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_history" ADD CONSTRAINT "submission_history_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_history" ADD CONSTRAINT "submission_history_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_form_id_forms_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."forms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_units" ADD CONSTRAINT "task_units_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_units" ADD CONSTRAINT "task_units_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_units" ADD CONSTRAINT "task_units_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_workstream_id_workstreams_id_fk" FOREIGN KEY ("workstream_id") REFERENCES "public"."workstreams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_phase_id_phases_id_fk" FOREIGN KEY ("phase_id") REFERENCES "public"."phases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_aliases" ADD CONSTRAINT "unit_aliases_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_parent_id_units_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entity" ON "audit" USING btree ("entity","entity_id","id");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "group_units_unit" ON "group_units" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_code" ON "groups" USING btree ("campaign_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "phases_code" ON "phases" USING btree ("campaign_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_no" ON "projects" USING btree ("campaign_id","no");--> statement-breakpoint
CREATE UNIQUE INDEX "workstreams_code" ON "workstreams" USING btree ("campaign_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "forms_version" ON "forms" USING btree ("code","version");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "import_rows_order" ON "import_rows" USING btree ("import_id","ordinal");--> statement-breakpoint
CREATE INDEX "import_rows_unit" ON "import_rows" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "imports_once" ON "imports" USING btree ("sha256","form","period") WHERE status = 'committed';--> statement-breakpoint
CREATE INDEX "imports_by_creator" ON "imports" USING btree ("created_by","id");--> statement-breakpoint
CREATE INDEX "imports_by_period" ON "imports" USING btree ("period","id");--> statement-breakpoint
CREATE UNIQUE INDEX "obligations_unit" ON "obligations" USING btree ("deadline_id","unit_id");--> statement-breakpoint
CREATE INDEX "obligations_by_unit" ON "obligations" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "revisions_number" ON "revisions" USING btree ("submission_id","number");--> statement-breakpoint
CREATE INDEX "revisions_import" ON "revisions" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "submission_history_submission" ON "submission_history" USING btree ("submission_id","seq");--> statement-breakpoint
CREATE INDEX "submissions_waiting" ON "submissions" USING btree ("state","last_submitted_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deadlines_period" ON "deadlines" USING btree ("task_id","period");--> statement-breakpoint
CREATE INDEX "deadlines_due" ON "deadlines" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "task_units_task" ON "task_units" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "task_units_unit" ON "task_units" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_code" ON "tasks" USING btree ("campaign_id","code");--> statement-breakpoint
CREATE INDEX "tasks_workstream" ON "tasks" USING btree ("workstream_id");--> statement-breakpoint
CREATE INDEX "unit_aliases_unit" ON "unit_aliases" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "units_parent" ON "units" USING btree ("parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "units_order" ON "units" USING btree ("sort","code");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "users_unit" ON "users" USING btree ("unit_id");