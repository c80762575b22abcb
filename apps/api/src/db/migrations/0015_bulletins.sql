CREATE TABLE "bulletin_history" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bulletin_history_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bulletin_id" uuid NOT NULL,
	"action" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"comment" text,
	CONSTRAINT "bulletin_history_action" CHECK ("bulletin_history"."action" in ('create', 'submit', 'approve', 'send_back', 'publish')),
	CONSTRAINT "bulletin_history_to" CHECK ("bulletin_history"."to_state" in ('draft', 'review_1', 'review_2', 'review_3', 'approved', 'published'))
);
--> statement-breakpoint
CREATE TABLE "bulletin_sources" (
	"bulletin_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"locked" boolean NOT NULL,
	CONSTRAINT "bulletin_sources_pkey" PRIMARY KEY("bulletin_id","submission_id")
);
--> statement-breakpoint
CREATE TABLE "bulletins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"period" text NOT NULL,
	"title" text NOT NULL,
	"document_no" text,
	"addressee" text NOT NULL,
	"issuer" text NOT NULL,
	"bodies" jsonb NOT NULL,
	"mentions" jsonb NOT NULL,
	"state" text NOT NULL,
	"steps" integer NOT NULL,
	"issued_on" date,
	"document" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "bulletins_state" CHECK ("bulletins"."state" in ('draft', 'review_1', 'review_2', 'review_3', 'approved', 'published')),
	CONSTRAINT "bulletins_steps" CHECK ("bulletins"."steps" in (1, 3)),
	CONSTRAINT "bulletins_published" CHECK (("bulletins"."state" = 'published') = ("bulletins"."document" is not null and "bulletins"."issued_on" is not null and "bulletins"."document_no" is not null))
);
--> statement-breakpoint
ALTER TABLE "bulletin_history" ADD CONSTRAINT "bulletin_history_bulletin_id_bulletins_id_fk" FOREIGN KEY ("bulletin_id") REFERENCES "public"."bulletins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulletin_history" ADD CONSTRAINT "bulletin_history_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulletin_sources" ADD CONSTRAINT "bulletin_sources_bulletin_id_bulletins_id_fk" FOREIGN KEY ("bulletin_id") REFERENCES "public"."bulletins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulletin_sources" ADD CONSTRAINT "bulletin_sources_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulletins" ADD CONSTRAINT "bulletins_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulletins" ADD CONSTRAINT "bulletins_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulletin_history_bulletin" ON "bulletin_history" USING btree ("bulletin_id","seq");--> statement-breakpoint
CREATE INDEX "bulletin_sources_submission" ON "bulletin_sources" USING btree ("submission_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bulletins_in_work" ON "bulletins" USING btree ("campaign_id","period") WHERE "bulletins"."state" <> 'published';--> statement-breakpoint
CREATE UNIQUE INDEX "bulletins_number" ON "bulletins" USING btree ("document_no") WHERE "bulletins"."state" = 'published';--> statement-breakpoint
CREATE INDEX "bulletins_by_period" ON "bulletins" USING btree ("campaign_id","period","id");--> statement-breakpoint
CREATE TRIGGER bulletins_published_stay BEFORE UPDATE OR DELETE ON "bulletins" FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER bulletins_no_truncate BEFORE TRUNCATE ON "bulletins" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_bulletin_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The steps of a draft go with it, and with nothing else.
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM "bulletins" WHERE id = OLD.bulletin_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER bulletin_history_append_only BEFORE UPDATE OR DELETE ON "bulletin_history" FOR EACH ROW EXECUTE FUNCTION refuse_bulletin_history_change();
--> statement-breakpoint
CREATE TRIGGER bulletin_history_no_truncate BEFORE TRUNCATE ON "bulletin_history" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER bulletin_sources_append_only BEFORE UPDATE OR DELETE ON "bulletin_sources" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER bulletin_sources_no_truncate BEFORE TRUNCATE ON "bulletin_sources" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
