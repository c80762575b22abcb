ALTER TABLE "obligations" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "corrected_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "import_rows_submission" ON "import_rows" USING btree ("submission_id");--> statement-breakpoint
CREATE INDEX "imports_campaign" ON "imports" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "submission_history_import" ON "submission_history" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "submissions_form" ON "submissions" USING btree ("form_id");--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_corrected" CHECK ("submissions"."corrected_at" is null or "submissions"."returned_at" is not null);--> statement-breakpoint
UPDATE "submissions" SET "corrected_at" = (
  SELECT min(h."at") FROM "submission_history" h
  WHERE h."submission_id" = "submissions"."id" AND h."to_state" = 'submitted' AND h."at" > "submissions"."returned_at"
) WHERE "returned_at" IS NOT NULL AND "state" <> 'withdrawn';
