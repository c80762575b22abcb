import type { Campaign, Task, TaskInput } from '@nuanxin/client';
import { computed, reactive } from 'vue';
import { taskDrawerTexts, taskEditTexts as t } from '../../texts/tasks.ts';
import { criterionOf, formOf, recordsOf } from './criterion-form.ts';
import { scheduleFormOf, scheduleOf } from './schedule-form.ts';

/** What is entered of a task: as the fields hold it, and as it is sent. */
export function useTaskForm(task: Task | null, campaign: Campaign, forms: { code: string }[]) {
  const form = reactive({
    code: task?.code ?? '',
    title: task?.title ?? '',
    workstream: task?.workstream.code ?? campaign.workstreams[0]?.code ?? '',
    phase: task?.phase?.code ?? '',
    lead: task?.leadCodes ?? [],
    support: task?.supportCodes ?? [],
    schedule: scheduleFormOf(task?.schedule ?? { kind: 'once', due: '' }),
    tracking: task?.tracking ?? ('office' as Task['tracking']),
    form: task?.form ?? forms[0]?.code ?? '',
    criterion: formOf(task?.criterion ?? null, task?.records ?? null),
    requirements: task?.requirements.join('、') ?? '',
    source: task ? (taskDrawerTexts.sources[task.source] ?? task.source) : '',
  });
  const schedule = computed(() => scheduleOf(form.schedule));
  const phase = computed(() => campaign.phases.find(({ code }) => code === form.phase));
  const requirements = computed(() => form.requirements.split(/[\s,，、;；]+/).filter(Boolean));

  const mistakes = (): Record<string, string> => ({
    '/code': /^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/.test(form.code.trim()) ? '' : t.codeNeeded,
    '/title': form.title.trim() ? '' : t.titleNeeded,
    '/lead': form.lead.length > 0 ? '' : t.leadNeeded,
    '/schedule/due': schedule.value ? '' : t.dueNeeded,
    '/requirements': requirements.value.every((each) => /^R([1-9]\d?|10[0-6])$/.test(each)) ? '' : t.requirementsBad,
  });
  const fields = (): string[] => [
    ...Object.keys(mistakes()),
    '/workstream',
    '/phase',
    '/support',
    '/schedule/opens',
    '/schedule/first',
    '/schedule/windows',
    '/form',
    '/records',
    '/criterion',
    '/source',
  ];

  /** @throws never: `mistakes` is asked before */
  function input(): TaskInput {
    const byRecords = form.tracking === 'records';
    const kept = task?.criterion ?? null;
    return {
      code: form.code.trim(),
      title: form.title.trim(),
      workstream: form.workstream,
      phase: form.phase || null,
      lead: form.lead,
      support: form.support,
      schedule: schedule.value ?? { kind: 'continuous' },
      tracking: form.tracking,
      form: form.tracking === 'submission' ? form.form : null,
      records: (byRecords ? recordsOf(form.criterion, task?.records ?? null) : null) as TaskInput['records'],
      criterion: (byRecords ? criterionOf(form.criterion, kept) : null) as TaskInput['criterion'],
      requirements: requirements.value,
      source: form.source.trim(),
    };
  }

  return { form, schedule, phase, mistakes, fields, input };
}
