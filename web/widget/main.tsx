/** The buyer's chat: one script on any shop page, isolated in a shadow root, styled without inline styles. */
import { render } from "preact";
import { pickLang } from "../shared/lang";
import { App } from "./App";
import { css } from "./css";
import { Widget } from "./state";

/** What a shop's page may call: `aftercare.open({ order_no: "…" })`. */
interface Handle {
  open(page?: { order_no?: string; sku?: string }): void;
  close(): void;
  language(lang: string): void;
}

declare global {
  interface Window {
    aftercare?: Handle;
  }
}

const script = document.currentScript as HTMLScriptElement | null;

function start(): void {
  if (window.aftercare) return;
  const widget = new Widget({
    base: script?.src || location.href,
    langs: [script?.dataset.lang, document.documentElement.lang, navigator.language],
  });
  const host = document.createElement("aftercare-chat");
  host.setAttribute("data-test", "widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  render(<App widget={widget} />, root);
  const { orderNo, sku } = script?.dataset ?? {};
  if (orderNo || sku) widget.chat.about({ order_no: orderNo, sku });
  window.aftercare = {
    open(page) {
      if (page) widget.chat.about(page);
      widget.show();
    },
    close: () => widget.hide(),
    language: (lang) => widget.speak(pickLang(lang), false),
  };
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
else start();
