CREATE TABLE "extension_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"obligation_id" uuid NOT NULL,
	"until" date NOT NULL,
	"reason" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"answer" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "extension_requests_state" CHECK ("extension_requests"."state" in ('pending', 'granted', 'refused', 'withdrawn')),
	CONSTRAINT "extension_requests_reason" CHECK (char_length("extension_requests"."reason") > 0),
	CONSTRAINT "extension_requests_decided" CHECK (("extension_requests"."state" in ('granted', 'refused')) = ("extension_requests"."decided_by" is not null) and ("extension_requests"."decided_by" is null) = ("extension_requests"."decided_at" is null)),
	CONSTRAINT "extension_requests_refused" CHECK ("extension_requests"."state" <> 'refused' or coalesce(char_length("extension_requests"."answer"), 0) > 0)
);
--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "extension_requests_newest" ON "extension_requests" USING btree ("obligation_id","asked_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "extension_requests_pending" ON "extension_requests" USING btree ("obligation_id") WHERE "extension_requests"."state" = 'pending';