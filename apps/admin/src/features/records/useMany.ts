import { computed, ref, shallowReactive } from 'vue';
import { api } from '../../api.ts';
import { done, failed } from '../../shared/notify.ts';
import { recordsTexts as t } from '../../texts/records.ts';
import { useSession } from '../session/session.ts';
import type { Column, Context } from './columns.ts';
import { edited } from './rows.ts';
import type { Rows } from './useRows.ts';
import type { RecordRow } from '@nuanxin/contract';
import type { RecordValue } from '@nuanxin/domain';
import { textOf } from './cells.ts';

const AT_ONCE = 500;

/** Records of the last deletion by who made it and kind: it can be taken back after a look at another kind as well. */
const lastDeleted = shallowReactive(new Map<string, string[]>());

/** What is done with many rows at once: saved ones at the service, new ones here. */
export function useMany(rows: Rows, context: () => Context, reload: () => Promise<void>) {
  const busy = ref(false);
  const session = useSession();
  const own = (): string => `${session.user?.id} ${context().kind.code}`;
  /** Records of the last deletion, as long as it can be taken back. */
  const deleted = computed({
    get: () => lastDeleted.get(own()) ?? [],
    set: (ids) => void lastDeleted.set(own(), ids),
  });
  let depth = 0;

  async function atService(ids: string[], call: (part: string[]) => Promise<void>): Promise<boolean> {
    busy.value = true;
    try {
      for (let at = 0; at < ids.length; at += AT_ONCE) await call(ids.slice(at, at + AT_ONCE));
      return true;
    } catch (error) {
      failed(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const split = (keys: ReadonlySet<string>) => {
    const chosen = [...keys].flatMap((key) => rows.rowBy(key) ?? []);
    return { fresh: chosen.filter(({ record }) => !record), records: chosen.flatMap(({ record }) => record ?? []) };
  };

  /** @returns whether everything chosen is gone */
  async function remove(keys: ReadonlySet<string>): Promise<boolean> {
    const { fresh, records } = split(keys);
    const ids = records.map(({ id }) => id);
    const kind = context().kind.code;
    if (ids.length > 0) {
      const gone = await atService(ids, async (part) => {
        await api.deleteRecords({ params: { kind }, body: { ids: part } });
      });
      if (!gone) return false;
      rows.forget(new Set(ids));
      deleted.value = ids;
    }
    if (fresh.length > 0) rows.drop(new Set(fresh.map(({ key }) => key)));
    depth = rows.depth.value;
    if (ids.length > 0) await reload();
    return true;
  }

  async function restore(): Promise<void> {
    const ids = deleted.value;
    if (ids.length === 0 || busy.value) return;
    const kind = context().kind.code;
    const back = await atService(ids, async (part) => {
      await api.restoreRecords({ params: { kind }, body: { ids: part } });
    });
    if (!back) return;
    deleted.value = [];
    done(t.restored(ids.length));
    await reload();
  }

  /** The last step: a deletion, or what was typed after it. */
  async function undo(): Promise<void> {
    if (deleted.value.length > 0 && rows.depth.value <= depth) await restore();
    else rows.undo();
  }

  /** @returns whether all chosen rows have the value now */
  async function change(keys: ReadonlySet<string>, column: Column, value: RecordValue | null): Promise<boolean> {
    const { fresh, records } = split(keys);
    const { kind } = context();
    const text = textOf(column, value, context());
    if (fresh.length > 0) rows.change(fresh.map((row) => edited(row, column, { text }, context())));
    const changed: RecordRow[] = [];
    const all = await atService(
      records.map(({ id }) => id),
      async (ids) => {
        const what = column.code === 'date' ? { date: String(value) } : { values: { [column.code]: value } };
        changed.push(...(await api.changeRecords({ params: { kind: kind.code }, body: { ids, ...what } })).data.items);
      },
    );
    // What was typed and not saved stays, over what the records are now.
    rows.rebase(changed, column);
    if (changed.length > 0) await reload();
    return all;
  }

  return { busy, deleted, remove, restore, undo, change };
}
