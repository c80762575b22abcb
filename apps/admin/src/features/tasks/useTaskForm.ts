import type { Campaign, Task, TaskInput } from '@nuanxin/client';
import { criterionWords, describeSchedule, trackingLabel } from '@nuanxin/domain';
import { computed } from 'vue';
import { api } from '../../api.ts';
import { useEdited } from '../../shared/useEdited.ts';
import { criterionTexts, taskDrawerTexts, taskEditTexts as t } from '../../texts/tasks.ts';
import { criterionOf, formOf, recordsOf } from './criterion-form.ts';
import { scheduleFormOf, scheduleOf } from './schedule-form.ts';

/** What is entered of a task: as the fields hold it, and as it is sent. */
export function useTaskForm(
  task: Task | null,
  campaign: Campaign,
  forms: { code: string; title: string }[],
  unitName: (code: string) => string,
) {
  const nameOf = (code: string): string => campaign.groups.find((each) => each.code === code)?.name ?? unitName(code);
  const edited = useEdited({
    thing: task,
    formOf: (of: Task | null) => ({
      code: of?.code ?? '',
      title: of?.title ?? '',
      workstream: of?.workstream.code ?? campaign.workstreams[0]?.code ?? '',
      phase: of?.phase?.code ?? '',
      lead: [...(of?.leadCodes ?? [])],
      support: [...(of?.supportCodes ?? [])],
      schedule: scheduleFormOf(of?.schedule ?? { kind: 'once', due: '' }),
      tracking: of?.tracking ?? ('office' as Task['tracking']),
      form: of?.form ?? forms[0]?.code ?? '',
      criterion: formOf(of?.criterion ?? null, of?.records ?? null),
      requirements: of?.requirements.join('、') ?? '',
      source: of ? (taskDrawerTexts.sources[of.source] ?? of.source) : '',
      /** Not for this form to change. */
      counts: of?.counts ?? '',
      retired: of?.retired ?? false,
    }),
    read: async () => (await api.getTask({ params: { id: task?.id ?? '' } })).data,
    said(of) {
      const rule = scheduleOf(of.schedule);
      const counts =
        of.criterion.kind === 'kept'
          ? of.counts
          : wordsOf(criterionOf(of.criterion, null), of.criterion.group && nameOf(of.criterion.group));
      return [
        [t.title, of.title],
        [t.workstream, campaign.workstreams.find(({ code }) => code === of.workstream)?.name ?? of.workstream],
        [t.phase, campaign.phases.find(({ code }) => code === of.phase)?.name ?? t.noPhase],
        [t.lead, of.lead.map(nameOf)],
        [t.support, of.support.map(nameOf)],
        [t.schedule, rule ? describeSchedule(rule) : ''],
        [t.tracking, trackingLabel[of.tracking]],
        [t.form, of.tracking === 'submission' ? (forms.find(({ code }) => code === of.form)?.title ?? '') : ''],
        [criterionTexts.label, of.tracking === 'records' ? counts : ''],
        [t.requirements, of.requirements],
        [t.source, of.source],
        [t.whole, of.retired ? taskDrawerTexts.retired : t.inUse],
      ];
    },
  });
  const { form } = edited;
  /** A declared criterion that says more than the form can. */
  const kept = () => (edited.seen.value ?? task)?.criterion ?? null;
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
    const records = (edited.seen.value ?? task)?.records ?? null;
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
      records: (byRecords ? recordsOf(form.criterion, records) : null) as TaskInput['records'],
      criterion: (byRecords ? criterionOf(form.criterion, kept()) : null) as TaskInput['criterion'],
      requirements: requirements.value,
      source: form.source.trim(),
    };
  }

  return { edited, form, schedule, phase, mistakes, fields, input };
}

const wordsOf = (criterion: Task['criterion'], groupName: string): string =>
  criterion ? criterionWords(criterion, groupName) : '';
