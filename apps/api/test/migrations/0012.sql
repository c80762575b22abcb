-- Data of the release that ended with migration 0012: a plan that reminds by itself.
insert into reminder_rules (campaign_id, enabled, before, after, from_time, to_time, version)
select id, true, '{5,1}', '{1,3}', '08:30', '17:30', 1 from campaigns;
