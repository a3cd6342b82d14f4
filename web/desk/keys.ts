/** The desk by keyboard. No shortcut is a letter alone: those belong to what is being written. */
import type { Desk } from "./desk";

export const TAKE_OVER = "Alt+Enter";

export function onKey(desk: Desk, press: KeyboardEvent): void {
  const opensSelect = press.target instanceof HTMLSelectElement;
  if (press.isComposing || press.defaultPrevented || opensSelect || document.querySelector("dialog[open]")) return;
  if (press.altKey && press.key === "Enter" && desk.claimable) desk.claim(desk.selected.value ?? "");
  else if (press.altKey && press.key === "ArrowDown") walk(1);
  else if (press.altKey && press.key === "ArrowUp") walk(-1);
  else if (press.key === "Escape" && desk.fileOpen.value) shutFile(desk);
  else if (press.key === "Escape" && desk.selected.value !== undefined) rows().find(isChosen)?.focus();
  else return;
  press.preventDefault();
}

/** Into the talk: where to answer, if one may, else to its head, after which comes what can be done. */
export function intoTalk(): void {
  requestAnimationFrame(() => {
    const main = document.getElementById("conversation");
    (main?.querySelector<HTMLElement>("textarea") ?? main)?.focus();
  });
}

export function shutFile(desk: Desk): void {
  desk.fileOpen.value = false;
  document.querySelector<HTMLElement>('[aria-controls="file"]')?.focus();
}

/** Opens the next conversation of the lists, or the one before. */
function walk(step: number): void {
  const all = rows();
  const at = all.findIndex(isChosen);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  next?.click();
  next?.scrollIntoView({ block: "nearest" });
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".lists button.item")];
const isChosen = (row: HTMLElement): boolean => row.getAttribute("aria-current") === "true";
