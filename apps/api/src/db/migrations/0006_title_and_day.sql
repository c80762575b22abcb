DROP INDEX "records_title";--> statement-breakpoint
CREATE INDEX "records_title" ON "records" USING btree ("kind",("data" ->> 'title'),"occurred_on") WHERE deleted_at is null and data ? 'title';