/** The demonstration shop: a front page with goods, example orders and the chat in the corner. */
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import { fill, pickLang } from "../shared/lang";
import type { Lang } from "../shared/lang";
import { browserStore } from "../shared/store";
import { dayName } from "../shared/time";
import { Fields, GoodsArt, Mark } from "./Art";
import { orders, shelf } from "./orders";
import type { Order } from "./orders";
import "./shop.css";
import { words } from "./words";

const store = browserStore("aftercare.");
const lang = signal<Lang>(pickLang(new URLSearchParams(location.search).get("lang"), store.read<string>("lang"), navigator.language));
const said = computed(() => words[lang.value]);

/** What the chat's script offers to the page it is on. */
interface ChatHandle {
  open(page?: { order_no?: string; sku?: string }): void;
  language(lang: string): void;
}
const chat = (): ChatHandle | undefined => (window as unknown as { aftercare?: ChatHandle }).aftercare;

effect(() => {
  document.documentElement.lang = lang.value === "zh" ? "zh-CN" : "en";
  document.title = said.value.shop;
});

function speak(next: Lang): void {
  lang.value = next;
  store.write("lang", next);
  chat()?.language(next);
}

function Shop() {
  const words = said.value;
  const other = lang.value === "zh" ? "en" : "zh";
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="top">
        <span class="brand">
          <Mark />
          {words.shop}
        </span>
        <nav aria-label={words.shop}>
          <a href="#goods">{words.nav.goods}</a>
          <a href="#orders">{words.nav.orders}</a>
          <a href="#promises">{words.nav.promises}</a>
        </nav>
        <button
          type="button"
          class="language"
          lang={other === "zh" ? "zh-CN" : "en"}
          aria-label={words.languageLabel}
          title={words.languageHelp}
          data-test="shop-language"
          onClick={() => speak(other)}
        >
          {words.language}
        </button>
      </header>
      <main id="main">
        <section class="hero">
          <Fields />
          <div class="greeting">
            <h1>{words.heroTitle}</h1>
            <p>{words.heroText}</p>
            <p class="ways">
              <a class="button" href="#goods">
                {words.heroGoods}
              </a>
              <a class="button plain" href="#orders">
                {words.heroOrders}
              </a>
            </p>
          </div>
        </section>
        <section id="goods" aria-labelledby="goods-title">
          <h2 id="goods-title">{words.goodsTitle}</h2>
          <ul class="goods">
            {shelf.map(({ id, price }) => (
              <li key={id}>
                <GoodsArt id={id} />
                <h3>{words.goods[id]?.name}</h3>
                <p>{words.goods[id]?.text}</p>
                <p class="buy">
                  <strong>{fill(words.price, { price })}</strong>
                  <button
                    type="button"
                    class="button plain"
                    aria-label={fill(words.askAbout, { name: words.goods[id]?.name ?? id })}
                    onClick={() => chat()?.open({ sku: id })}
                  >
                    {words.ask}
                  </button>
                </p>
              </li>
            ))}
          </ul>
        </section>
        <section id="orders" aria-labelledby="orders-title">
          <h2 id="orders-title">{words.ordersTitle}</h2>
          <p class="lead">{words.ordersText}</p>
          <ul class="orders">
            {orders.map((order) => (
              <OrderRow key={order.number} order={order} />
            ))}
          </ul>
        </section>
        <section id="promises" aria-labelledby="promises-title">
          <h2 id="promises-title">{words.promisesTitle}</h2>
          <ul class="promises">
            {words.promises.map(({ title, text }) => (
              <li key={title}>
                <h3>{title}</h3>
                <p>{text}</p>
              </li>
            ))}
          </ul>
        </section>
      </main>
      <footer>
        <p>{words.footer}</p>
      </footer>
    </>
  );
}

const DAY = 86_400_000;

function OrderRow({ order }: { order: Order }) {
  const words = said.value;
  const total = order.goods.reduce((sum, line) => sum + line.price * line.count, 0);
  const count = order.goods.reduce((sum, line) => sum + line.count, 0);
  const placed = dayName(Date.now() - order.placed * DAY, Date.now(), lang.value);
  return (
    <li class={`order ${order.state}`} data-test="order" data-order={order.number}>
      <div class="pictures">
        {order.goods.map((line) => (
          <GoodsArt key={line.id} id={line.id} />
        ))}
      </div>
      <div class="facts">
        <p class="state">{words.states[order.state]}</p>
        <h3>{order.goods.map((line) => words.goods[line.id]?.name).join(lang.value === "zh" ? "、" : ", ")}</h3>
        <p>{fill(words.progress[order.state] ?? "", { days: order.news })}</p>
        <p class="small">
          {words.order} <span class="number">{order.number}</span> · {fill(words.placed, { date: placed })}
        </p>
      </div>
      <div class="pay">
        <p>
          <strong>{fill(words.price, { price: total })}</strong>
          <span class="small">{fill(words.count, { count })}</span>
        </p>
        <button
          type="button"
          class="button"
          data-test="order-support"
          aria-label={fill(words.supportLabel, { order: order.number })}
          onClick={() => chat()?.open({ order_no: order.number })}
        >
          {words.support}
        </button>
      </div>
    </li>
  );
}

const place = document.getElementById("shop");
if (place) render(<Shop />, place);
