import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { ChatIcon, DownIcon } from "./icons";
import { Log } from "./Log";
import type { Widget } from "./state";

export function App({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const open = widget.open.value;
  const unread = widget.chat.unread.value;
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) launcher.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return (
    <div class="aftercare" lang={widget.lang.value === "zh" ? "zh-CN" : "en"}>
      {open && <Panel widget={widget} />}
      <button
        ref={launcher}
        class={open ? "launcher opened" : "launcher"}
        type="button"
        aria-expanded={open}
        aria-haspopup="dialog"
        data-test="launcher"
        onClick={() => (open ? widget.hide() : widget.show())}
      >
        {open ? <DownIcon /> : <ChatIcon />}
        <span>{words.launch}</span>
        {!open && unread > 0 && (
          <span class="badge" data-test="unread">
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span class="aside">{fill(words.unread, { count: unread })}</span>
          </span>
        )}
      </button>
    </div>
  );
}

const NARROW = "(max-width: 520px)";

function Panel({ widget }: { widget: Widget }) {
  const panel = useRef<HTMLDivElement>(null);
  const narrow = matchMedia(NARROW).matches;
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>("textarea")?.focus();
  }, []);
  useSignalEffect(() => {
    if (widget.chat.transcript.value.last > 0 && document.visibilityState === "visible") queueMicrotask(() => widget.chat.seen());
  });
  useEffect(() => {
    const looked = (): void => {
      if (document.visibilityState === "visible") widget.chat.seen();
    };
    document.addEventListener("visibilitychange", looked);
    return () => document.removeEventListener("visibilitychange", looked);
  }, []);
  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-modal={narrow ? "true" : undefined}
      aria-labelledby="title"
      data-test="panel"
      onKeyDown={(press) => {
        if (press.key === "Escape" && !press.isComposing) widget.hide();
        else if (press.key === "Tab" && matchMedia(NARROW).matches) keepInside(panel.current, press);
      }}
    >
      <Header widget={widget} />
      <Log widget={widget} />
      <Composer widget={widget} />
    </div>
  );
}

/** Full screen, the rest of the page is covered: Tab goes round inside. */
function keepInside(panel: HTMLElement | null, press: KeyboardEvent): void {
  const stops = [...(panel?.querySelectorAll<HTMLElement>("button:not(:disabled), a[href], input, textarea, summary, [tabindex='0']") ?? [])].filter(
    (stop) => stop.getClientRects().length > 0,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const root = panel?.getRootNode() as ShadowRoot | null;
  if (press.shiftKey && root?.activeElement === first) {
    last?.focus();
    press.preventDefault();
  } else if (!press.shiftKey && root?.activeElement === last) {
    first?.focus();
    press.preventDefault();
  }
}
