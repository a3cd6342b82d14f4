import type { ComponentChildren } from "preact";
import { readMarkdown } from "./markdown";
import type { Inline } from "./markdown";

function inline(parts: Inline[]): ComponentChildren[] {
  return parts.map((part) => {
    switch (part.is) {
      case "text":
        return part.text;
      case "bold":
        return <strong>{inline(part.parts)}</strong>;
      case "code":
        return <code>{part.text}</code>;
      case "break":
        return <br />;
      case "link":
        return (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        );
    }
  });
}

/** A message's text as nodes; nothing in it can become markup of ours. */
export function Markdown({ text }: { text: string }) {
  return (
    <>
      {readMarkdown(text).map((block) => {
        if (block.is === "paragraph") return <p>{inline(block.parts)}</p>;
        if (block.is === "heading") return <p><strong>{inline(block.parts)}</strong></p>;
        const items = block.items.map((item) => <li>{inline(item)}</li>);
        return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
      })}
    </>
  );
}
