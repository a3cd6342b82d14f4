import { fill } from "../shared/lang";
import { span } from "../shared/time";
import { AgentIcon, BotIcon, CloseIcon } from "./icons";
import { offersPerson } from "./state";
import type { Widget } from "./state";
import type { Words } from "./words";

/** Who is on the other side, and the way to a person, always in sight. */
export function Header({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const owner = chat.owner.value;
  const shop = chat.shop.value?.name;
  return (
    <div class={`head ${owner}`}>
      <div class="bar">
        <h2 id="title">{shop ? fill(words.title, { shop }) : words.titlePlain}</h2>
        <button
          type="button"
          class="quiet"
          lang={widget.lang.value === "zh" ? "en" : "zh-CN"}
          aria-label={words.languageLabel}
          title={words.languageHelp}
          data-test="language"
          onClick={() => widget.speak(widget.lang.value === "zh" ? "en" : "zh")}
        >
          {words.language}
        </button>
        <button type="button" class="quiet icon" aria-label={words.close} data-test="close" onClick={() => widget.hide()}>
          <CloseIcon />
        </button>
      </div>
      <div class="banner">
        {owner === "agent" ? <AgentIcon /> : <BotIcon />}
        <span role="status" data-test="owner" data-owner={owner}>
          {banner(widget, words)}
        </span>
        {owner === "queue" ? (
          <button type="button" class="person" data-test="leave-queue" onClick={() => chat.leave(words.leaveSaid)}>
            {words.leaveQueue}
          </button>
        ) : (
          offersPerson(owner) && (
            <button type="button" class="person" data-test="to-person" onClick={() => chat.say(words.toPersonSaid)}>
              {words.toPerson}
            </button>
          )
        )}
      </div>
      <Connection widget={widget} />
    </div>
  );
}

function banner(widget: Widget, words: Words): string {
  const { chat } = widget;
  switch (chat.owner.value) {
    case "bot":
      return words.ownerBot;
    case "agent":
      return fill(words.ownerAgent, { name: chat.agent.value ?? "" });
    case "closed":
      return words.ownerClosed;
    case "queue": {
      const place = chat.transcript.value.events.findLast((event) => event.queue)?.queue;
      return place
        ? fill(words.ownerQueueAt, { position: place.position, wait: span(place.wait_s * 1000, widget.lang.value) })
        : words.ownerQueue;
    }
  }
}

function Connection({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const trouble = chat.trouble.value;
  if (chat.link.lost.value) {
    return (
      <p class="trouble" role="status" data-test="offline">
        {words.offline}
        <button type="button" class="link" onClick={() => chat.link.reconnect()}>
          {words.reconnect}
        </button>
      </p>
    );
  }
  if (chat.link.state.value === "open" && trouble) {
    return (
      <p class="trouble" role="alert" data-test="trouble">
        {words.errors[trouble] ?? words.errorElse}
      </p>
    );
  }
  if (widget.switched.value && chat.owner.value === "bot") return <Switched widget={widget} />;
  return null;
}

/** What another language of the page does, and the way to have the bot change its own. */
function Switched({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const ask = (): void => {
    widget.switched.value = false;
    widget.chat.say(words.switchedSaid);
  };
  return (
    <p class="told" role="status" data-test="switched">
      {words.switched}
      <button type="button" class="link" data-test="switch-bot" onClick={ask}>
        {words.switchedAsk}
      </button>
      <button type="button" class="quiet icon" aria-label={words.dismiss} onClick={() => (widget.switched.value = false)}>
        <CloseIcon />
      </button>
    </p>
  );
}
