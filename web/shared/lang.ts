export type Lang = "zh" | "en";

/** The first of the candidates that names a language we speak. */
export function pickLang(...candidates: (string | null | undefined)[]): Lang {
  for (const candidate of candidates) {
    const head = candidate?.toLowerCase().split(/[-_]/)[0];
    if (head === "zh" || head === "en") return head;
  }
  return "zh";
}

/** Fills `{name}` holes. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
