/** What a run keeps in its folder. */
export const STATE_FILE = 'nuanxin-state.jsonl';
export const FINDINGS_FILE = 'findings.csv';
