/**
 * The number after the last of the year: `黄民生办〔2025〕13号` after `黄民生办〔2025〕12号`. With another year it begins anew;
 * blank where the last one is written in another way.
 */
export function nextNumber(last: string | null | undefined, year: number): string {
  const [, office, of, no] = /^(.*)〔(\d{4})〕(\d{1,6})号$/.exec(last?.trim() ?? '') ?? [];
  if (office === undefined) return '';
  return `${office}〔${year}〕${Number(of) === year ? Number(no) + 1 : 1}号`;
}
