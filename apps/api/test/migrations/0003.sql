-- What the release with migration 0003 had more: an import of two rows, of which one was written, and revisions.
INSERT INTO import_files (sha256, content, size) VALUES ('0003', '\x00', 1);
INSERT INTO imports (id, file_name, sha256, campaign_id, form, layout, period, mode, status, findings, created_by, created_at, committed_by, committed_at) VALUES
  ('00000000-0000-7000-8000-000a00000000', '汇总.xlsx', '0003', '00000000-0000-7000-8000-000300000000', 'annex7', 'table', '2025Q1', 'valid_rows', 'committed', '[]', '00000000-0000-7000-8000-000200000000', '2025-04-07T09:00:00+08:00', '00000000-0000-7000-8000-000200000000', '2025-04-07T09:00:00+08:00');
INSERT INTO import_rows (id, import_id, ordinal, sheet, row, unit_text, unit_id, outcome, "values", findings, submission_id) VALUES
  ('00000000-0000-7000-8000-000b00000001', '00000000-0000-7000-8000-000a00000000', 0, '汇总', 3, '谭家桥镇', '00000000-0000-7000-8000-000100000004', 'accepted', '{"F0101": 3}', '[]', '00000000-0000-7000-8000-000900000004'),
  ('00000000-0000-7000-8000-000b00000002', '00000000-0000-7000-8000-000a00000000', 1, '汇总', 4, '谭家乔镇', NULL, 'rejected', '{"F0101": 4}', '[]', NULL);
INSERT INTO revisions (id, submission_id, number, "values", summary, evidence, findings, submitted_at, submitted_by, import_id, sheet, row) VALUES
  ('00000000-0000-7000-8000-000c00000001', '00000000-0000-7000-8000-000900000004', 1, '{"F0101": 3}', '{}', '{}', '[]', '2025-04-07T09:00:00+08:00', '00000000-0000-7000-8000-000200000000', '00000000-0000-7000-8000-000a00000000', '汇总', 3);
