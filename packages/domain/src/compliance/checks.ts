/** The checks in the order in which they are shown, each with the rule of the notice behind it. */
export const complianceChecks = ['heading', 'logo', 'boards', 'distribution', 'disclosures', 'column'] as const;
export type ComplianceCheckCode = (typeof complianceChecks)[number];

export const complianceRule: Record<ComplianceCheckCode, { rule: string; title: string; says: string }> = {
  heading: { rule: 'R88', title: '单项资料开头标注', says: '单项民生实事宣传资料应在开头处标注规定文字' },
  logo: { rule: 'R60', title: '安徽民生工程标识', says: '民生实事项目均要标注安徽民生工程标识图案' },
  boards: { rule: 'R61', title: '在建公示牌、永久性标牌', says: '工程类项目要另设在建公示牌和永久性标牌' },
  distribution: {
    rule: 'R87',
    title: '一封信、宣传单、海报到位',
    says: '民生实事一封信、宣传单、海报等应于10月底前全部发放、张贴到位',
  },
  disclosures: {
    rule: 'R66',
    title: '网上公开',
    says: '在网站、微信公众号等载体上公开政策解读、项目点位，季度公开实施进展情况',
  },
  column: { rule: 'R46', title: '专栏上稿密度和频率', says: '保证“乐享太平 民生先行”专栏上稿密度和频率' },
};
