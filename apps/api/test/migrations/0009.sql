-- What the release with migration 0009 had more: reminders, and a request for a later day.
INSERT INTO reminders (id, unit_id, note, created_by, created_at) VALUES
  ('00000000-0000-7000-8000-000a00000001', '00000000-0000-7000-8000-000100000001', '请今天报来', '00000000-0000-7000-8000-000200000000', '2025-04-02T09:00:00+08:00');
INSERT INTO reminder_items (reminder_id, obligation_id, due_on, status) VALUES
  ('00000000-0000-7000-8000-000a00000001', '00000000-0000-7000-8000-000800000001', '2025-03-31', 'overdue');
INSERT INTO extension_requests (id, obligation_id, until, reason, asked_by, asked_at) VALUES
  ('00000000-0000-7000-8000-000b00000001', '00000000-0000-7000-8000-000800000002', '2025-04-15', '数据尚未汇总', '00000000-0000-7000-8000-000200000000', '2025-03-28T09:00:00+08:00');
