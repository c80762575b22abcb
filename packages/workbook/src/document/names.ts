/** A name without its prefix: programs choose prefixes as they like. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  return attributes[`w:${name}`] ?? Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];
}

/** `<w:vanish/>` and `<w:vanish w:val="1"/>` switch something on. */
export function isOn(attributes: Record<string, string>): boolean {
  return !['0', 'false', 'off', 'none'].includes(attribute(attributes, 'val') ?? '1');
}
