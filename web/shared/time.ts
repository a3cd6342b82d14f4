import type { Lang } from "./lang";

const LOCALE = { zh: "zh-CN", en: "en-GB" } as const;

export function clockTime(at: string | number, lang: Lang): string {
  return new Date(at).toLocaleTimeString(LOCALE[lang], { hour: "2-digit", minute: "2-digit" });
}

export function dayKey(at: string | number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** A day as people say it: today, yesterday, or the date. */
export function dayName(at: string | number, now: number, lang: Lang): string {
  if (dayKey(at) === dayKey(now)) return lang === "zh" ? "今天" : "Today";
  if (dayKey(at) === dayKey(now - 86_400_000)) return lang === "zh" ? "昨天" : "Yesterday";
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day = { month: "long", day: "numeric" } as const;
  return new Date(at).toLocaleDateString(LOCALE[lang], sameYear ? day : { ...day, year: "numeric" });
}

/** Day and time of a promise, short: the day only where it is another one. */
export function moment(at: string | number, now: number, lang: Lang): string {
  const time = clockTime(at, lang);
  if (dayKey(at) === dayKey(now)) return time;
  if (dayKey(at) === dayKey(now + 86_400_000)) return lang === "zh" ? `明天 ${time}` : `tomorrow ${time}`;
  return `${dayName(at, now, lang)} ${time}`;
}

/** A span in the largest two units that matter. */
export function span(ms: number, lang: Lang): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = lang === "zh" ? [d && `${d} 天`, h && `${h} 小时`, m && `${m} 分钟`] : [d && `${d} d`, h && `${h} h`, m && `${m} min`];
  const said = parts.filter(Boolean).slice(0, 2).join(" ");
  return said || (lang === "zh" ? "不到 1 分钟" : "under a minute");
}
