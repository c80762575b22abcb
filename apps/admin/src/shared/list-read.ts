import type { ListRowOutcome } from '@nuanxin/client';
import type { Finding } from '@nuanxin/domain';

/** What every import of a list answers, whatever its rows are. */
export interface ListRead {
  written: boolean;
  errors: number;
  rows: {
    row: number;
    outcome: ListRowOutcome;
    changes: { label: string; from: string; to: string }[];
    findings: Finding[];
  }[];
  unknownHeaders: string[];
}
