-- What the release with migration 0004 had more: tasks that the office noted on as done, one of the plan that came with the
-- product and one of the office's own.
INSERT INTO tasks (id, campaign_id, code, workstream_id, title, schedule, tracking, records, requirements, source, sort) VALUES
  ('00000000-0000-7000-8000-000600000001', '00000000-0000-7000-8000-000300000000', 'T6.3', '00000000-0000-7000-8000-000400000000', '一封信、宣传单、海报发放到位', '{"kind": "once", "due": "10-31"}', 'records', 'distributions', '{R87}', 'notice', 2),
  ('00000000-0000-7000-8000-000600000002', '00000000-0000-7000-8000-000300000000', 'X1', '00000000-0000-7000-8000-000400000000', '自加任务', '{"kind": "once", "due": "12-31"}', 'records', 'activities', '{}', '区民生办', 3),
  ('00000000-0000-7000-8000-000600000003', '00000000-0000-7000-8000-000300000000', 'T0.3', '00000000-0000-7000-8000-000400000000', '互学互鉴', '{"kind": "once", "due": "09-30"}', 'office', NULL, '{R34}', 'notice', 4);
INSERT INTO deadlines (id, task_id, period, opens_at, due_at, due_on, covers_from, covers_to, provisional) VALUES
  ('00000000-0000-7000-8000-000700000001', '00000000-0000-7000-8000-000600000001', '2025', '2025-01-01T00:00:00+08:00', '2025-11-01T00:00:00+08:00', '2025-10-31', '2025-01-01', '2025-10-31', false);
INSERT INTO obligations (id, deadline_id, unit_id, settled_on, settled_note, settled_by) VALUES
  ('00000000-0000-7000-8000-000800000011', '00000000-0000-7000-8000-000700000001', '00000000-0000-7000-8000-000100000001', '2025-10-20', '现场核实', '00000000-0000-7000-8000-000200000000'),
  ('00000000-0000-7000-8000-000800000012', '00000000-0000-7000-8000-000700000001', '00000000-0000-7000-8000-000100000002', NULL, NULL, NULL);
