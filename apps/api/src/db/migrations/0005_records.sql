CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"owner" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"unit_id" uuid,
	"field" text,
	"file_name" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "attachments_owner" CHECK ("attachments"."owner" in ('record', 'problem', 'submission', 'project'))
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"size" integer NOT NULL,
	"type" text NOT NULL,
	"width" integer,
	"height" integer,
	"heading" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_cards" (
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"parts" jsonb NOT NULL,
	"plain" text NOT NULL,
	"questions" jsonb NOT NULL,
	"phone" text NOT NULL,
	"link" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_cards_pkey" PRIMARY KEY("project_id","number")
);
--> statement-breakpoint
CREATE TABLE "problem_history" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "problem_history_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"problem_id" uuid NOT NULL,
	"action" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"assignee_id" uuid,
	"due_on" date,
	"comment" text,
	CONSTRAINT "problem_history_action" CHECK ("problem_history"."action" in ('register', 'assign', 'submit', 'verify', 'send_back', 'close', 'void', 'reopen')),
	CONSTRAINT "problem_history_to" CHECK ("problem_history"."to_state" in ('registered', 'rectifying', 'submitted', 'verified', 'closed', 'void'))
);
--> statement-breakpoint
CREATE TABLE "problems" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"no" integer NOT NULL,
	"source" text NOT NULL,
	"found_on" date NOT NULL,
	"description" text NOT NULL,
	"place" text,
	"project" integer,
	"site_id" uuid,
	"record_id" uuid,
	"unit_id" uuid NOT NULL,
	"assignee_id" uuid,
	"due_on" date,
	"state" text NOT NULL,
	"rectification" text,
	"submitted_on" date,
	"closed_on" date,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "problems_source" CHECK ("problems"."source" in ('visit', 'inspection', 'return_visit', 'office')),
	CONSTRAINT "problems_state" CHECK ("problems"."state" in ('registered', 'rectifying', 'submitted', 'verified', 'closed', 'void')),
	CONSTRAINT "problems_assigned" CHECK (("problems"."assignee_id" is null) = ("problems"."due_on" is null)),
	CONSTRAINT "problems_closed" CHECK (("problems"."state" = 'closed') = ("problems"."closed_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "record_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"year" integer NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"unit_id" uuid,
	"rows" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "record_imports_once" UNIQUE NULLS NOT DISTINCT("kind","year","sha256","unit_id"),
	CONSTRAINT "record_imports_kind" CHECK ("record_imports"."kind" in ('publications', 'activities', 'distributions', 'visits', 'disclosures', 'cases', 'surveys', 'sites', 'liaisons', 'venues', 'households'))
);
--> statement-breakpoint
CREATE TABLE "records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"year" integer NOT NULL,
	"unit_id" uuid NOT NULL,
	"occurred_on" date,
	"data" jsonb NOT NULL,
	"import_id" uuid,
	"import_row" integer,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "records_kind" CHECK ("records"."kind" in ('publications', 'activities', 'distributions', 'visits', 'disclosures', 'cases', 'surveys', 'sites', 'liaisons', 'venues', 'households')),
	CONSTRAINT "records_year" CHECK ("records"."year" between 2000 and 2100),
	CONSTRAINT "records_day" CHECK ("records"."occurred_on" is null or extract(year from "records"."occurred_on") = "records"."year"),
	CONSTRAINT "records_deleted" CHECK (("records"."deleted_at" is null) = ("records"."deleted_by" is null))
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "nothing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "figures" jsonb;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "prefilled" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "criterion" jsonb;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_cards" ADD CONSTRAINT "policy_cards_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_cards" ADD CONSTRAINT "policy_cards_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_history" ADD CONSTRAINT "problem_history_problem_id_problems_id_fk" FOREIGN KEY ("problem_id") REFERENCES "public"."problems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_history" ADD CONSTRAINT "problem_history_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problem_history" ADD CONSTRAINT "problem_history_assignee_id_units_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_site_id_records_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_assignee_id_units_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_imports" ADD CONSTRAINT "record_imports_sha256_import_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."import_files"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_imports" ADD CONSTRAINT "record_imports_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_imports" ADD CONSTRAINT "record_imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_import_id_record_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."record_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_deleted_by_users_id_fk" FOREIGN KEY ("deleted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_by_owner" ON "attachments" USING btree ("owner","owner_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "attachments_blob" ON "attachments" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "attachments_deleted" ON "attachments" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "attachments_unit" ON "attachments" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "problem_history_problem" ON "problem_history" USING btree ("problem_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "problems_number" ON "problems" USING btree ("year","no");--> statement-breakpoint
CREATE INDEX "problems_by_state" ON "problems" USING btree ("year","state","due_on");--> statement-breakpoint
CREATE INDEX "problems_by_due" ON "problems" USING btree ("year",coalesce("due_on", '9999-12-31'),"no");--> statement-breakpoint
CREATE INDEX "problems_by_unit" ON "problems" USING btree ("unit_id","year");--> statement-breakpoint
CREATE INDEX "problems_by_assignee" ON "problems" USING btree ("assignee_id","year");--> statement-breakpoint
CREATE INDEX "problems_by_project" ON "problems" USING btree ("project","year");--> statement-breakpoint
CREATE INDEX "problems_by_record" ON "problems" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "problems_by_site" ON "problems" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "records_by_day" ON "records" USING btree ("kind","year","occurred_on" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "records"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "records_by_unit" ON "records" USING btree ("unit_id","kind","year","occurred_on" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "records"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "records_data" ON "records" USING gin ("data" jsonb_path_ops) WHERE "records"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "records_link" ON "records" USING btree ("kind",("data" ->> 'link')) WHERE deleted_at is null and data ? 'link';--> statement-breakpoint
CREATE INDEX "records_title" ON "records" USING btree ("kind",("data" ->> 'title')) WHERE deleted_at is null and data ? 'title';--> statement-breakpoint
CREATE INDEX "records_deleted" ON "records" USING btree ("deleted_at") WHERE "records"."deleted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "records_households" ON "records" USING btree ("unit_id","year") WHERE kind = 'households' and deleted_at is null;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_nothing" CHECK (not "obligations"."nothing" or char_length("obligations"."settled_note") > 0);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_criterion" CHECK ("tasks"."criterion" is null or "tasks"."tracking" = 'records');
--> statement-breakpoint
CREATE TRIGGER problem_history_append_only BEFORE UPDATE OR DELETE ON "problem_history" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER problem_history_no_truncate BEFORE TRUNCATE ON "problem_history" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER policy_cards_append_only BEFORE UPDATE OR DELETE ON "policy_cards" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER policy_cards_no_truncate BEFORE TRUNCATE ON "policy_cards" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Plans from before there were records, which were copied from the one that the product brings.
UPDATE "tasks" SET "criterion" = c.criterion::jsonb FROM (VALUES
  ('T3.1', '{"kind": "every", "fields": [{"field": "logoOn"}, {"field": "constructionBoardOn", "works": ["under_construction"]}, {"field": "permanentSignOn", "works": ["finished"]}]}'),
  ('T3.2', '{"kind": "each", "group": "@townships", "figure": {"kind": "venues", "where": {"placeKind": ["service_hall"]}, "by": "since", "span": "until"}}'),
  ('T3.3', '{"kind": "every", "fields": [{"field": "disclosedOn"}]}'),
  ('T3.4', '{"kind": "at_least", "of": "unit", "least": 1, "figure": {"kind": "disclosures", "where": {"content": ["progress"], "carrier": ["website", "wechat_account"]}, "span": "period"}}'),
  ('T4.2', '{"kind": "at_least", "of": "all", "least": 1, "figure": {"kind": "activities", "where": {"kind": ["training"]}, "span": "period"}}'),
  ('T5.1', '{"kind": "each", "group": "@townships", "figure": {"kind": "liaisons", "by": "since", "span": "until"}}'),
  ('T5.3', '{"kind": "at_least", "of": "all", "least": 1, "figure": {"kind": "visits", "where": {"kind": ["household", "survey"]}, "span": "period"}}'),
  ('T5.4', '{"kind": "closed"}'),
  ('T5.5', '{"kind": "each", "group": "@townships", "figure": {"kind": "visits", "where": {"kind": ["return"]}, "span": "period"}}'),
  ('T6.1', '{"kind": "at_least", "of": "unit", "least": 1, "figure": {"kind": "activities", "where": {"kind": ["quiz", "performance", "policy_talk", "theme_other"]}, "span": "period", "months": [5]}}'),
  ('T6.2', '{"kind": "at_least", "of": "unit", "least": 1, "figure": {"kind": "activities", "where": {"kind": ["quiz", "performance", "policy_talk", "theme_other"]}, "span": "period", "months": [11]}}'),
  ('T6.3', '{"kind": "materials", "figure": {"kind": "distributions", "where": {"material": ["open_letter", "leaflet", "poster"]}, "span": "period", "sum": "count"}}')
) AS c (code, criterion) WHERE "tasks"."code" = c.code AND "tasks"."tracking" = 'records';
