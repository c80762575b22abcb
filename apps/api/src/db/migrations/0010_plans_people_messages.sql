CREATE TABLE "channels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"enabled" boolean NOT NULL,
	"settings" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "channels_kind" CHECK ("channels"."kind" in ('email', 'wecom', 'dingtalk', 'webhook'))
);
--> statement-breakpoint
CREATE TABLE "message_reminders" (
	"reminder_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "message_reminders_pkey" PRIMARY KEY("reminder_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel_id" uuid NOT NULL,
	"recipients" text[] NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"data" jsonb,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fault" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "messages_state" CHECK ("messages"."state" in ('waiting', 'delivered', 'failed')),
	CONSTRAINT "messages_delivered" CHECK (("messages"."state" = 'delivered') = ("messages"."delivered_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "reminder_rules" (
	"campaign_id" uuid PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"before" integer[] NOT NULL,
	"after" integer[] NOT NULL,
	"from_time" text NOT NULL,
	"to_time" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "reminder_rules_hours" CHECK ("reminder_rules"."from_time" < "reminder_rules"."to_time")
);
--> statement-breakpoint
CREATE TABLE "reminder_templates" (
	"code" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"session_id" uuid,
	CONSTRAINT "sign_ins_outcome" CHECK ("sign_ins"."outcome" in ('success', 'wrong_password', 'locked', 'disabled'))
);
--> statement-breakpoint
ALTER TABLE "deadlines" DROP CONSTRAINT "deadlines_period_form";--> statement-breakpoint
ALTER TABLE "reminders" ALTER COLUMN "created_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "sort" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "used_from" date;--> statement-breakpoint
ALTER TABLE "policy_cards" ADD COLUMN "carried_from" integer;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "said" text GENERATED ALWAYS AS (lower(normalize(coalesce(data ->> 'title', '') || e'\n' || coalesce(data ->> 'outlet', '') || e'\n' || coalesce(data ->> 'link', '') || e'\n' || coalesce(data ->> 'place', '') || e'\n' || coalesce(data ->> 'heading', '') || e'\n' || coalesce(data ->> 'village', '') || e'\n' || coalesce(data ->> 'note', '') || e'\n' || coalesce(data ->> 'post', '') || e'\n' || coalesce(data ->> 'phone', '') || e'\n' || coalesce(data ->> 'slot', ''), NFKC))) STORED;--> statement-breakpoint
ALTER TABLE "reminder_items" ADD COLUMN "occasion" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "message_reminders" ADD CONSTRAINT "message_reminders_reminder_id_reminders_id_fk" FOREIGN KEY ("reminder_id") REFERENCES "public"."reminders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reminders" ADD CONSTRAINT "message_reminders_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder_rules" ADD CONSTRAINT "reminder_rules_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channels_name" ON "channels" USING btree ("name") WHERE "channels"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "message_reminders_message" ON "message_reminders" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "messages_by_channel" ON "messages" USING btree ("channel_id","id");--> statement-breakpoint
CREATE INDEX "messages_failed" ON "messages" USING btree ("id") WHERE "messages"."state" = 'failed';--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("user_id") WHERE "invitations"."used_at" is null and "invitations"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "sign_ins_user" ON "sign_ins" USING btree ("user_id","at","id");--> statement-breakpoint
CREATE INDEX "sign_ins_at" ON "sign_ins" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "reminder_items_occasion" ON "reminder_items" USING btree ("obligation_id","due_on","occasion") WHERE "reminder_items"."occasion" is not null;--> statement-breakpoint
ALTER TABLE "reminder_items" ADD CONSTRAINT "reminder_items_occasion_form" CHECK ("reminder_items"."occasion" ~ '^(before|after)-[0-9]{1,2}$');--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_period_form" CHECK ("deadlines"."period" ~ '^[0-9]{4}(Q[1-4]|W[1-9][0-9]?)?$');