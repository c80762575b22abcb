ALTER TABLE "submission_history" DROP CONSTRAINT "submission_history_action";--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "mobiles" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "registers" jsonb;--> statement-breakpoint
ALTER TABLE "submission_history" ADD COLUMN "remarks" jsonb;--> statement-breakpoint
ALTER TABLE "submission_history" ADD CONSTRAINT "submission_history_action" CHECK ("submission_history"."action" in ('submit', 'withdraw', 'return', 'accept', 'reopen', 'supersede', 'lock', 'unlock', 'undo'));--> statement-breakpoint
-- Plans that have the criterion that the product brought so far: 政策解读 is owed beside 项目点位 (R66).
UPDATE "tasks" SET "criterion" = '{"kind": "all", "parts": [{"kind": "every", "fields": [{"field": "disclosedOn"}]}, {"kind": "at_least", "of": "unit", "least": 1, "figure": {"kind": "disclosures", "where": {"content": ["policy"], "carrier": ["website", "wechat_account"]}, "span": "period"}}]}'
WHERE "code" = 'T3.3' AND "criterion" = '{"kind": "every", "fields": [{"field": "disclosedOn"}]}'::jsonb;
