CREATE TABLE "form_labels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"form" text NOT NULL,
	"text" text NOT NULL,
	"field" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "decisions" jsonb DEFAULT '{"cells":[],"units":[],"headers":[],"confirmed":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "form_labels" ADD CONSTRAINT "form_labels_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "form_labels_text" ON "form_labels" USING btree ("form","text");