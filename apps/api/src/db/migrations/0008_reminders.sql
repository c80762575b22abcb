CREATE TABLE "reminder_items" (
	"reminder_id" uuid NOT NULL,
	"obligation_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "reminder_items_pkey" PRIMARY KEY("reminder_id","obligation_id"),
	CONSTRAINT "reminder_items_status" CHECK ("reminder_items"."status" in ('upcoming', 'open', 'submitted', 'returned', 'accepted', 'overdue', 'exempt'))
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit_id" uuid NOT NULL,
	"note" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"read_by" uuid,
	CONSTRAINT "reminders_read" CHECK (("reminders"."read_at" is null) = ("reminders"."read_by" is null))
);
--> statement-breakpoint
ALTER TABLE "reminder_items" ADD CONSTRAINT "reminder_items_reminder_id_reminders_id_fk" FOREIGN KEY ("reminder_id") REFERENCES "public"."reminders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder_items" ADD CONSTRAINT "reminder_items_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_read_by_users_id_fk" FOREIGN KEY ("read_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reminder_items_by_obligation" ON "reminder_items" USING btree ("obligation_id");--> statement-breakpoint
CREATE INDEX "reminders_newest" ON "reminders" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "reminders_by_unit" ON "reminders" USING btree ("unit_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);