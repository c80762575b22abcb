import type { Client, PlanChange } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

describe.each(databases)('groups and phases of a plan, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const plan = async () => {
    const { data, etag } = await office.getCampaign({ params: { year: 2025 } });
    const groups = data.groups.map(({ code, name, units }) => ({ code, name, units: units.map((each) => each.code) }));
    const phases = data.phases.map(({ state: _state, ...phase }) => phase);
    return { groups, phases, ifMatch: etag ?? '' };
  };
  const owed = async (unit: string) =>
    (await office.listObligations({ query: { year: 2025, unit, limit: 500 } })).data.items;
  const lines = (part: PlanChange['added']) =>
    part.map(({ deadline, units }) => `${deadline.task.code} ${deadline.period} ${units.map((each) => each.name)}`);

  async function newUnit(code: string, name: string): Promise<void> {
    await office.createUnit({ body: { code, name, fullName: name, kind: 'department', parent: '341003' } });
  }
  async function setMembers(code: string, change: (units: string[]) => string[], mode: 'dry_run' | 'atomic') {
    const { groups, ifMatch } = await plan();
    const body = {
      mode,
      groups: groups.map((each) => (each.code === code ? { ...each, units: change(each.units) } : each)),
    };
    return office.putGroups({ params: { year: 2025 }, body, ifMatch });
  }

  it('a new unit in a group owes what is not over yet, and the preview says so before', async () => {
    await newUnit('B90', '区数据局');
    const { ifMatch } = await plan();
    const preview = await setMembers('@departments', (units) => [...units, 'B90'], 'dry_run');
    expect(await owed('B90')).toEqual([]);
    expect((await plan()).ifMatch).toBe(ifMatch);
    expect(lines(preview.data.change.added)).toContain('T0.1 2025Q3 区数据局');
    const { data } = await setMembers('@departments', (units) => [...units, 'B90'], 'atomic');
    expect(data.change).toEqual(preview.data.change);
    const periods = (await owed('B90')).filter(({ task }) => task.code === 'T0.1').map(({ period }) => period);
    // The second quarter was due on 1 July: nobody who came on the 3rd is late with it.
    expect(periods.toSorted()).toEqual(['2025Q3', '2025Q4']);
  });

  it('a unit that is taken out no longer owes what is to come; what it handed in, or was late with, stays and is told', async () => {
    const third = (await owed('B90')).find((each) => each.task.code === 'T0.1' && each.period === '2025Q3');
    await office.startSubmission({ body: { obligationId: third?.id ?? '' } });
    const { data } = await setMembers('@departments', (units) => units.filter((code) => code !== 'B90'), 'atomic');
    expect(lines(data.change.removed)).toContain('T0.1 2025Q4 区数据局');
    expect(data.change.kept.map(({ why, deadline }) => `${why} ${deadline.period}`)).toEqual(['facts 2025Q3']);
    expect(data.change.units).toBe(1);
    expect((await owed('B90')).map(({ period }) => period)).toEqual(['2025Q3']);
    const next = await setMembers('@townships', (units) => units.filter((code) => code !== '341003205'), 'atomic');
    expect(next.data.change.kept.every(({ why, units }) => why === 'over' && units[0]?.code === '341003205')).toBe(
      true,
    );
    expect((await owed('341003205')).every(({ status }) => status === 'overdue')).toBe(true);
    // Told once: it is nothing new with the next edit.
    const again = await setMembers('@townships', (units) => [...units, '341003205'], 'atomic');
    expect(again.data.change.kept).toEqual([]);
    expect(lines(again.data.change.added).length).toBeGreaterThan(0);
  });

  it('a group that a task names cannot go; one that nobody needs can, and new ones get a code', async () => {
    const { groups, ifMatch } = await plan();
    const params = { year: 2025 };
    const put = (list: typeof groups | { name: string; units: string[] }[], version = ifMatch) =>
      office.putGroups({ params, body: { groups: list }, ifMatch: version });
    expect(await problemOf(put(groups.slice(0, 1)))).toMatchObject({ code: 'group_in_use' });
    const { data, etag } = await put([...groups, { name: ' 窗口单位 ', units: ['B05', 'B06'] }]);
    const made = data.campaign.groups.at(-1);
    expect(made).toMatchObject({ name: '窗口单位', units: [{ code: 'B05' }, { code: 'B06' }] });
    expect(data.change).toMatchObject({ added: [], removed: [], kept: [], due: [] });
    expect((await problemOf(put(groups))).code).toBe('precondition_failed');
    const gone = await put(groups, etag ?? '');
    expect(gone.data.campaign.groups.map(({ name }) => name)).not.toContain('窗口单位');
  });

  it('of two who edit at once one is told that the other was first', async () => {
    const { groups, ifMatch } = await plan();
    const put = (name: string) =>
      office.putGroups({
        params: { year: 2025 },
        body: { groups: [...groups, { name, units: ['B05'] }] },
        ifMatch,
      });
    const done = await Promise.allSettled([put('甲组'), put('乙组')]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await plan()).groups).toHaveLength(groups.length + 1);
  });

  it('a unit that begins its report while it is taken out keeps it, or is told that nothing is owed', async () => {
    const unit = '341003204';
    const third = (await owed(unit)).find((each) => each.task.code === 'T0.1' && each.period === '2025Q3');
    const [begun, edited] = await Promise.allSettled([
      office.startSubmission({ body: { obligationId: third?.id ?? '' } }),
      setMembers('@townships', (units) => units.filter((code) => code !== unit), 'atomic'),
    ]);
    expect(edited.status).toBe('fulfilled');
    const left = (await owed(unit)).some(({ id, submissionId }) => id === third?.id && submissionId !== null);
    expect(left).toBe(begun.status === 'fulfilled');
    await setMembers('@townships', (units) => [...units, unit], 'atomic');
  });

  it('says which unit or name is wrong', async () => {
    const { groups, ifMatch } = await plan();
    const put = (more: { code?: string; name: string; units: string[] }) =>
      problemOf(office.putGroups({ params: { year: 2025 }, body: { groups: [...groups, more] }, ifMatch }));
    expect((await put({ name: '新组', units: ['B99'] })).errors?.[0]?.pointer).toBe(`/groups/${groups.length}/units`);
    expect(await put({ name: groups[0]?.name ?? '', units: ['B05'] })).toMatchObject({ code: 'groups_invalid' });
    expect(await put({ code: '@none', name: '新组', units: ['B05'] })).toMatchObject({ code: 'groups_invalid' });
    expect(await put({ name: '34100319800101123X', units: ['B05'] })).toMatchObject({ code: 'personal_info' });
    expect((await put({ name: '空组', units: [] })).status).toBe(400);
    const village = (await office.listUnits({ query: { kind: ['village'], limit: 1 } })).data.items[0]?.code ?? '';
    expect(await put({ name: '村', units: [village] })).toMatchObject({ code: 'groups_invalid' });
  });

  it('phases change their days, and tasks that open with them follow', async () => {
    const { phases, ifMatch } = await plan();
    const put = (
      list: { code?: string; name: string; from: string; to: string; work: string[] }[],
      version = ifMatch,
    ) => office.putPhases({ params: { year: 2025 }, body: { phases: list }, ifMatch: version });
    const changed = phases.map((each) => {
      if (each.code === 'tackle') return { ...each, to: '09-15' };
      return each.code === 'sprint' ? { ...each, name: '收官期', from: '09-16', work: ['集中宣传引导'] } : each;
    });
    const { data, etag } = await put(changed);
    expect(data.campaign.phases.at(-1)).toMatchObject({ code: 'sprint', name: '收官期', from: '09-16' });
    expect(data.change.opens).toContainEqual(
      expect.objectContaining({ from: '2025-10-01', deadline: expect.objectContaining({ opensOn: '2025-09-16' }) }),
    );
    expect(data.change.due).toEqual([]);
    expect(await problemOf(put(phases))).toMatchObject({ code: 'precondition_failed' });
    const version = etag ?? '';
    const wrong = async (change: object) =>
      problemOf(
        put(
          phases.map((each) => (each.code === 'tackle' ? { ...each, ...change } : each)),
          version,
        ),
      );
    expect(await wrong({ to: '10-05' })).toMatchObject({ code: 'phases_invalid' });
    expect(await wrong({ from: '02-30' })).toMatchObject({ errors: [{ detail: '2025年没有 02-30 这一天' }] });
    expect(await wrong({ from: '09-30', to: '07-01' })).toMatchObject({ errors: [{ pointer: '/phases/2/to' }] });
    expect(await problemOf(put(phases.slice(0, 3), version))).toMatchObject({ code: 'phase_in_use' });
    const more = await put(
      [
        ...changed.slice(0, 3),
        { ...changed[3], to: '12-20' } as never,
        { name: '总结期', from: '12-21', to: '12-31', work: [] },
      ],
      version,
    );
    expect(more.data.campaign.phases.map(({ name }) => name)).toEqual([
      '准备期',
      '执行期',
      '攻坚期',
      '收官期',
      '总结期',
    ]);
  });

  it('a phase cannot begin after the last day of a task in it', async () => {
    const { phases, ifMatch } = await plan();
    const late = phases.map((each) => (each.code === 'prepare' ? { ...each, from: '03-31', to: '03-31' } : each));
    const later = phases.map((each) => {
      if (each.code === 'prepare') return { ...each, from: '04-01', to: '04-10' };
      return each.code === 'execute' ? { ...each, from: '04-11' } : each;
    });
    const put = (list: typeof phases) =>
      office.putPhases({ params: { year: 2025 }, body: { phases: list, mode: 'dry_run' }, ifMatch });
    expect((await put(late)).data.change.due).toEqual([]);
    expect(await problemOf(put(later))).toMatchObject({
      code: 'schedule_invalid',
      detail: expect.stringContaining('早于所属阶段的第一天 04-01'),
    });
  });

  it('only the office edits the plan; the audit names what changed', async () => {
    const reporter = await service.addUser('xianyuan', ['reporter'], '341003101');
    const { groups, phases, ifMatch } = await plan();
    const params = { year: 2025 };
    expect((await problemOf(reporter.putGroups({ params, body: { groups }, ifMatch }))).code).toBe('forbidden');
    expect((await problemOf(reporter.putPhases({ params, body: { phases }, ifMatch }))).code).toBe('forbidden');
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data } = await auditor.listAudit({ query: { action: 'campaign.groups' } });
    expect(JSON.stringify(data.items.at(-1)?.after)).toContain('区数据局');
  });
});
