ALTER TABLE "projects" ADD COLUMN "origin" uuid;--> statement-breakpoint
ALTER TABLE "reminders" ADD COLUMN "moved" jsonb;--> statement-breakpoint
DROP TRIGGER policy_cards_append_only ON "policy_cards";
--> statement-breakpoint
CREATE TRIGGER policy_cards_append_only BEFORE UPDATE ON "policy_cards" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A copy at which nobody has looked goes with a plan that was made by mistake.
CREATE TRIGGER policy_cards_kept BEFORE DELETE ON "policy_cards" FOR EACH ROW WHEN (OLD.carried_from IS NULL) EXECUTE FUNCTION refuse_change();
