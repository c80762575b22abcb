-- The old primary keys go with their columns, so these are dropped before the new ones are made.
DROP INDEX "import_rows_order";--> statement-breakpoint
DROP INDEX "import_rows_unit";--> statement-breakpoint
DROP INDEX "revisions_number";--> statement-breakpoint
DROP INDEX "revisions_import";--> statement-breakpoint
DROP INDEX "submission_history_import";--> statement-breakpoint
DROP INDEX "submissions_form";--> statement-breakpoint
DROP INDEX "import_rows_submission";--> statement-breakpoint
ALTER TABLE "import_rows" DROP COLUMN "id";--> statement-breakpoint
ALTER TABLE "revisions" DROP COLUMN "id";--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_pkey" PRIMARY KEY("import_id","ordinal");--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_pkey" PRIMARY KEY("submission_id","number");--> statement-breakpoint
CREATE INDEX "import_rows_submission" ON "import_rows" USING btree ("submission_id") WHERE "import_rows"."submission_id" is not null;
