/** By the token in the browser's own description; what is built on another names both, so the order decides. */
const browsers: [RegExp, string][] = [
  [/MicroMessenger\/(\d{1,4})/, '微信'],
  [/DingTalk\/(\d{1,4})/, '钉钉'],
  [/M?QQBrowser\/(\d{1,4})/, 'QQ浏览器'],
  [/UCBrowser\/(\d{1,4})/, 'UC浏览器'],
  [/(?:QIHU |360)(?:SE|EE)/, '360浏览器'],
  [/Edg(?:e|A|iOS)?\/(\d{1,4})/, 'Edge'],
  [/Firefox\/(\d{1,4})/, 'Firefox'],
  [/Chrome\/(\d{1,4})/, 'Chrome'],
  [/Version\/(\d{1,4})[\d.]* .*Safari/, 'Safari'],
  [/(?:Trident\/|MSIE )/, 'IE'],
];
const systems: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/**
 * A browser's own description (`User-Agent`) in short words, `Edge 118 · Windows`, so that people recognise their own
 * sign-ins; blank for what is no browser. A hint for people, no proof: anybody may send any description.
 */
export function browserWords(userAgent: string): string {
  const found = ([pattern]: [RegExp, string]): boolean => pattern.test(userAgent);
  const browser = browsers.find(found);
  const name = browser && [browser[1], browser[0].exec(userAgent)?.[1]].filter(Boolean).join(' ');
  return [name, systems.find(found)?.[1]].filter(Boolean).join(' · ');
}
