import { useRef } from "preact/hooks";
import { useFoot } from "../shared/foot";
import { toldByOthers } from "../shared/said";
import { dayKey, dayName } from "../shared/time";
import type { Desk } from "./desk";
import { Line } from "./Line";
import type { Draft, Talk } from "./talk";

/** The whole conversation, newest at the foot; stays at the foot unless the agent has scrolled up. */
export function TranscriptView({ talk, desk }: { talk: Talk; desk: Desk }) {
  const words = desk.words.value;
  const { last } = talk.transcript;
  const foot = useFoot([last, talk.drafts.length, talk.typing]);
  const leftAt = useRef(last);
  const away = foot.away.value;
  if (!away) leftAt.current = last;
  return (
    <div class="transcripts">
      {away && last > leftAt.current && (
        <button type="button" class="pill" data-test="new-messages" onClick={foot.down}>
          {words.newMessages} <span aria-hidden="true">↓</span>
        </button>
      )}
      <div ref={foot.box} class="transcript" role="log" aria-label={words.transcript} tabIndex={0} data-test="transcript" onScroll={foot.onScroll}>
        {lines(talk, desk)}
        {talk.drafts.map((draft) => (
          <Unsent key={draft.id} draft={draft} talk={talk} desk={desk} />
        ))}
        {talk.typing && (
          <p class="meta" data-test="typing">
            {words.typing}
          </p>
        )}
      </div>
    </div>
  );
}

/** What the agent said and the log doesn't show yet. */
function Unsent({ draft, talk, desk }: { draft: Draft; talk: Talk; desk: Desk }) {
  const words = desk.words.value;
  return (
    <article class="line-row agent" data-test="draft" data-state={draft.failed ? "failed" : "sending"}>
      <p class="bubble">{draft.text}</p>
      {draft.failed ? (
        <p class="failed" role="alert">
          {words.failed}: {words.errors[draft.failed] ?? words.errorElse}
          <button type="button" class="link" onClick={() => desk.forgetDraft(talk.conversation, draft.id)}>
            {words.dismiss}
          </button>
        </p>
      ) : (
        <p class="meta">{desk.link.lost.value ? words.waits : words.sending}</p>
      )}
    </article>
  );
}

function lines(talk: Talk, desk: Desk) {
  let day = "";
  const told = toldByOthers(talk.transcript.events);
  return talk.transcript.events.flatMap((event) => {
    // How it ended is told at the desk only.
    if (told.has(event.seq) && event.outcome === undefined) return [];
    const row = <Line key={event.seq} event={event} talk={talk} desk={desk} />;
    if (dayKey(event.at) === day) return [row];
    day = dayKey(event.at);
    return [
      <p class="day" key={day}>
        {dayName(event.at, Date.now(), desk.lang.value)}
      </p>,
      row,
    ];
  });
}
