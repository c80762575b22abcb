import type { Bulletin } from '@nuanxin/client';
import { bulletinSections, bulletinSectionTitle, bulletinMentionLabel, type BulletinSection } from '@nuanxin/domain';
import { bulletinFormTexts as t, mentionTexts } from '../../texts/bulletins.ts';
import type { SaidField } from '../../shared/useEdited.ts';

type Fact = Bulletin['mentions'][number]['fact'];

/** `code` is by what a mention is known while two people change the list. */
export type FormMention = Bulletin['mentions'][number] & { code: string };

export interface BulletinForm {
  title: string;
  documentNo: string;
  addressee: string;
  issuer: string;
  steps: Bulletin['steps'];
  bodies: Record<BulletinSection, string>;
  mentions: FormMention[];
}

/** A unit is named once for a fact. */
export const mentionCode = (unit: string, fact: Fact): string => `${unit} ${fact.kind} ${fact.id}`;

export function formOf(bulletin: Bulletin): BulletinForm {
  const { title, documentNo, addressee, issuer, steps, bodies, mentions } = bulletin;
  return {
    title,
    documentNo: documentNo ?? '',
    addressee,
    issuer,
    steps,
    bodies: { ...bodies },
    mentions: mentions.map((each) => ({ ...each, code: mentionCode(each.unit.code, each.fact) })),
  };
}

/** What is sent of it. */
export function bodyOf({ title, documentNo, addressee, issuer, steps, bodies, mentions }: BulletinForm) {
  return {
    title,
    documentNo: documentNo.trim() || null,
    addressee,
    issuer,
    steps,
    bodies: { ...bodies },
    mentions: mentions.map(({ kind, unit, text, fact }) => ({ kind, unit: unit.code, text, fact })),
  };
}

export function saidOf({ title, documentNo, addressee, issuer, steps, bodies, mentions }: BulletinForm): SaidField[] {
  return [
    [t.title, title],
    [t.documentNo, documentNo],
    [t.addressee, addressee],
    [t.issuer, issuer],
    [t.steps, t.stepWords[steps]],
    ...bulletinSections.map((code): SaidField => [bulletinSectionTitle[code], bodies[code]]),
    [mentionTexts.title, mentions.map(({ kind, unit, text }) => `${bulletinMentionLabel[kind]}${unit.name}“${text}”`)],
  ];
}

/** Places of the form in what is sent, by which faults find their fields. */
export function pointersOf({ mentions }: BulletinForm): string[] {
  return [
    '/title',
    '/documentNo',
    '/addressee',
    '/issuer',
    '/steps',
    ...bulletinSections.map((code) => `/bodies/${code}`),
    ...mentions.map((_, at) => `/mentions/${at}`),
  ];
}
