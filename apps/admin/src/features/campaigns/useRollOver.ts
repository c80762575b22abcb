import type { PlanComparison, RollOver } from '@nuanxin/client';
import { computed, reactive, watch, type ComputedRef } from 'vue';

type Projects = NonNullable<RollOver['projects']>;
type Tasks = NonNullable<RollOver['tasks']>;
export type ProjectChange = NonNullable<Projects['change']>[number];
export type NewProject = NonNullable<Projects['add']>[number];
export type TaskChange = NonNullable<Tasks['change']>[number];
export type NewTask = NonNullable<Tasks['add']>[number];
export type ProjectPair = PlanComparison['projects'][number];
export type TaskPair = PlanComparison['tasks'][number];

/** What a row of the comparison comes from, and so what may be done about it. */
export type Origin<Key> = { kind: 'kept' | 'changed' | 'dropped'; from: Key } | { kind: 'added'; at: number };

/** What is decided about the projects and tasks of one old year, and what is new. */
function nothingDecided() {
  return {
    projects: { drop: new Set<number>(), change: new Map<number, ProjectChange>(), add: [] as NewProject[] },
    tasks: { drop: new Set<string>(), change: new Map<string, TaskChange>(), add: [] as NewTask[] },
  };
}
type Decisions = ReturnType<typeof nothingDecided>;

/** What is decided, by the year from which is begun: nothing of one year is said of another, and each comes back. */
export function useRollOver(copyOf: () => number) {
  const byYear = reactive(new Map<number, Decisions>());
  watch(copyOf, (year) => byYear.has(year) || byYear.set(year, nothingDecided()), { immediate: true, flush: 'sync' });
  const current = computed(() => byYear.get(copyOf()) ?? nothingDecided());

  const parts: ComputedRef<Pick<RollOver, 'projects' | 'tasks'>> = computed(() => {
    const { projects, tasks } = current.value;
    return {
      projects: {
        drop: [...projects.drop],
        change: [...projects.change.values()].filter(({ from }) => !projects.drop.has(from)),
        add: projects.add,
      },
      tasks: {
        drop: [...tasks.drop],
        change: [...tasks.change.values()].filter(({ from }) => !tasks.drop.has(from)),
        add: tasks.add,
      },
    };
  });

  function projectOrigin({ from, to }: ProjectPair): Origin<number> {
    const { projects } = current.value;
    const at = projects.add.findIndex(({ no, name }) => no === to?.no && name === to.name);
    if (at !== -1) return { kind: 'added', at };
    const no = from?.no ?? 0;
    if (projects.drop.has(no)) return { kind: 'dropped', from: no };
    return { kind: projects.change.has(no) ? 'changed' : 'kept', from: no };
  }

  function taskOrigin({ from, to }: TaskPair): Origin<string> {
    const { tasks } = current.value;
    const at = tasks.add.findIndex(({ code }) => code === to?.code);
    if (at !== -1) return { kind: 'added', at };
    const code = from?.code ?? '';
    if (tasks.drop.has(code)) return { kind: 'dropped', from: code };
    return { kind: tasks.change.has(code) ? 'changed' : 'kept', from: code };
  }

  const touched = computed(() =>
    [...byYear.values()]
      .flatMap(({ projects, tasks }) => [projects, tasks])
      .some(({ drop, change, add }) => drop.size > 0 || change.size > 0 || add.length > 0),
  );

  /** Decisions about what the old year no longer has say nothing any more. @returns its numbers and codes */
  function prune(numbers: readonly number[], codes: readonly string[]): string[] {
    const forget = <Key extends number | string>(
      { drop, change }: { drop: Set<Key>; change: Map<Key, unknown> },
      known: readonly Key[],
    ): string[] => {
      const gone = [...new Set([...drop, ...change.keys()])].filter((key) => !known.includes(key));
      for (const key of gone) {
        drop.delete(key);
        change.delete(key);
      }
      return gone.map(String);
    };
    const { projects, tasks } = current.value;
    return [...forget(projects, numbers), ...forget(tasks, codes)];
  }

  return {
    get projects() {
      return current.value.projects;
    },
    get tasks() {
      return current.value.tasks;
    },
    parts,
    touched,
    projectOrigin,
    taskOrigin,
    prune,
  };
}
