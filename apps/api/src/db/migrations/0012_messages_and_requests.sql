ALTER TABLE "messages" DROP CONSTRAINT "messages_state";--> statement-breakpoint
ALTER TABLE "extension_requests" DROP CONSTRAINT "extension_requests_state";--> statement-breakpoint
ALTER TABLE "extension_requests" DROP CONSTRAINT "extension_requests_decided";--> statement-breakpoint
ALTER TABLE "extension_requests" ADD COLUMN "revoked_by" uuid;--> statement-breakpoint
ALTER TABLE "extension_requests" ADD COLUMN "revoked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_state" CHECK ("messages"."state" in ('waiting', 'delivered', 'failed', 'unneeded'));--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_revoked" CHECK (("extension_requests"."state" = 'revoked') = ("extension_requests"."revoked_by" is not null) and ("extension_requests"."revoked_by" is null) = ("extension_requests"."revoked_at" is null));--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_state" CHECK ("extension_requests"."state" in ('pending', 'granted', 'refused', 'withdrawn', 'revoked', 'unneeded'));--> statement-breakpoint
ALTER TABLE "extension_requests" ADD CONSTRAINT "extension_requests_decided" CHECK (("extension_requests"."state" in ('granted', 'refused', 'revoked', 'unneeded')) = ("extension_requests"."decided_by" is not null) and ("extension_requests"."decided_by" is null) = ("extension_requests"."decided_at" is null));