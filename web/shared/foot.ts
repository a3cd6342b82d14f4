import { signal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { RefObject } from "preact";

/** Closer to the foot than this counts as at the foot. */
const NEAR = 60;

export interface Foot {
  box: RefObject<HTMLDivElement>;
  /** Its reader has scrolled up. */
  away: Signal<boolean>;
  onScroll: () => void;
  /** Goes down, and stays there. */
  down: () => void;
}

/** Keeps a scrolled box at its foot while it or its content changes size, unless its reader has scrolled up. */
export function useFoot(changes: readonly unknown[]): Foot {
  const box = useRef<HTMLDivElement>(null);
  const foot = useMemo((): Foot => {
    const away = signal(false);
    let top = 0;
    return {
      box,
      away,
      onScroll: () => {
        const it = box.current;
        if (!it) return;
        // Its foot may also move away under it; only who goes up leaves it.
        const up = it.scrollTop < top;
        top = it.scrollTop;
        if (it.scrollHeight - top - it.clientHeight < NEAR) away.value = false;
        else if (up) away.value = true;
      },
      down: () => {
        away.value = false;
        if (box.current) box.current.scrollTop = box.current.scrollHeight;
      },
    };
  }, []);
  const hold = (): void => {
    if (!foot.away.peek()) foot.down();
  };
  useLayoutEffect(hold, changes);
  useLayoutEffect(() => {
    if (!box.current || typeof ResizeObserver === "undefined") return;
    const seen = new ResizeObserver(hold);
    seen.observe(box.current);
    const it = box.current;
    // What was folded up and is opened at the foot is worth seeing whole; the event doesn't bubble.
    it.addEventListener("toggle", hold, true);
    return () => {
      seen.disconnect();
      it.removeEventListener("toggle", hold, true);
    };
  }, []);
  return foot;
}
