CREATE TABLE "archives" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"fault" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"size" bigint,
	"sha256" text,
	"expires_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "archives_state" CHECK ("archives"."state" in ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "archives_done" CHECK (("archives"."state" = 'done') = ("archives"."size" is not null and "archives"."sha256" is not null and "archives"."expires_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "archives_under_way" ON "archives" USING btree ("year","created_by") WHERE "archives"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "archives_by_creator" ON "archives" USING btree ("created_by","year","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "archives_kept" ON "archives" USING btree ("expires_at") WHERE "archives"."expires_at" is not null and "archives"."deleted_at" is null;