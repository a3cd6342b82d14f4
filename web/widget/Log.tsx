import { useLayoutEffect, useRef } from "preact/hooks";
import { useFoot } from "../shared/foot";
import type { ComponentChildren } from "preact";
import { Markdown } from "../shared/Markdown";
import { dayKey, dayName } from "../shared/time";
import { Choices } from "./Choices";
import { DownIcon } from "./icons";
import { Message, Speaker } from "./Message";
import { PendingMessage } from "./PendingMessage";
import { RatingForm } from "./RatingForm";
import type { Widget } from "./state";

/** The conversation, newest at the foot; stays at the foot unless the buyer has scrolled up. */
export function Log({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const transcript = chat.transcript.value;
  const pending = chat.outbox.items.value;
  const sent = useRef(0);
  const leftAt = useRef(0);
  const typing = chat.typing.value;
  const foot = useFoot([transcript.last, pending.length, typing, widget.unrated.value]);
  useLayoutEffect(() => {
    if (pending.length > sent.current) foot.down();
    sent.current = pending.length;
  }, [pending.length]);
  const away = foot.away.value;
  if (!away) leftAt.current = transcript.last;
  const news = away && transcript.events.some((event) => event.seq > leftAt.current && chat.spoken(event));

  const rows: ComponentChildren[] = [];
  let day = "";
  for (const event of transcript.events) {
    if (dayKey(event.at) !== day) {
      day = dayKey(event.at);
      rows.push(
        <p class="day" key={day}>
          {dayName(event.at, Date.now(), widget.lang.value)}
        </p>,
      );
    }
    rows.push(<Message key={event.seq} event={event} widget={widget} />);
  }
  const shop = chat.shop.value;
  return (
    <div class="logs">
      {news && (
        <button type="button" class="pill" data-test="new-messages" onClick={foot.down}>
          {words.newMessages}
          <DownIcon />
        </button>
      )}
      <div
        ref={foot.box}
        class="log"
        role="log"
        aria-live="polite"
        aria-label={words.log}
        tabIndex={0}
        data-test="log"
        onScroll={foot.onScroll}
      >
        {transcript.cut && transcript.last > 0 && (
          <button type="button" class="link earlier" data-test="earlier" onClick={() => chat.loadAll()}>
            {words.earlier}
          </button>
        )}
        {!transcript.cut && shop?.greeting && (
          <article class="row bot" data-test="message" data-from="bot">
            <Speaker from="bot" name={words.bot} />
            <div class="bubble">
              <Markdown text={shop.greeting} />
            </div>
            {shop.hours && <p class="meta">{shop.hours}</p>}
            <Choices widget={widget} choices={shop.choices} seq={0} />
          </article>
        )}
        {transcript.last === 0 && !shop && !chat.link.lost.value && <p class="day">{words.connecting}</p>}
        {rows}
        {widget.unrated.value !== undefined && <RatingForm key={widget.unrated.value} widget={widget} />}
        {pending.map((item) => (
          <PendingMessage key={item.frame.id} item={item} widget={widget} />
        ))}
        {typing && (
          <p class="typing" data-test="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {typing === "bot" ? words.typingBot : words.typingAgent}
          </p>
        )}
      </div>
    </div>
  );
}
