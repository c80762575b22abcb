-- A plan that reminds already goes on to make up for a standstill.
ALTER TABLE "reminder_rules" ADD COLUMN "since" date DEFAULT '2025-01-01' NOT NULL;--> statement-breakpoint
ALTER TABLE "reminder_rules" ALTER COLUMN "since" DROP DEFAULT;
