/** A little Markdown, read to a tree and never to HTML: paragraphs, lists, headings as bold lines, bold, code, safe links. */

export type Inline =
  | { is: "text"; text: string }
  | { is: "bold"; parts: Inline[] }
  | { is: "code"; text: string }
  | { is: "link"; text: string; href: string }
  | { is: "break" };

export type Block =
  | { is: "paragraph"; parts: Inline[] }
  | { is: "heading"; parts: Inline[] }
  | { is: "list"; ordered: boolean; start: number; items: Inline[][] };

const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,3})[.)、]\s*(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;

export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (line.trim() === "") {
      open = undefined;
      continue;
    }
    const heading = HEADING.exec(line);
    if (heading) {
      blocks.push({ is: "heading", parts: readInline(heading[1] ?? "") });
      open = undefined;
      continue;
    }
    const bullet = BULLET.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    if (bullet || number) {
      const ordered = number !== null;
      const item = readInline((bullet ? bullet[1] : number?.[2]) ?? "");
      if (open?.is === "list" && open.ordered === ordered) open.items.push(item);
      else {
        open = { is: "list", ordered, start: Number(number?.[1] ?? 1), items: [item] };
        blocks.push(open);
      }
      continue;
    }
    if (open?.is === "paragraph") open.parts.push({ is: "break" }, ...readInline(line));
    else {
      open = { is: "paragraph", parts: readInline(line) };
      blocks.push(open);
    }
  }
  return blocks;
}

const MARK = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]\n]{1,200})\]\(([^()\s]{1,500})\)|(https?:\/\/[^\s<>"'，。；！？、）】》]+)/g;

export function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const mark of text.matchAll(MARK)) {
    if (mark.index > from) parts.push({ is: "text", text: text.slice(from, mark.index) });
    const [whole, bold, code, label, target, bare] = mark;
    if (bold !== undefined) parts.push({ is: "bold", parts: readInline(bold) });
    else if (code !== undefined) parts.push({ is: "code", text: code });
    else if (bare !== undefined) {
      const trimmed = bare.replace(/[.,;:!?)\]]+$/, "");
      parts.push({ is: "link", text: trimmed, href: trimmed });
      from = mark.index + trimmed.length;
      continue;
    } else {
      const href = safeHref(target ?? "");
      parts.push(href ? { is: "link", text: label ?? href, href } : { is: "text", text: label ?? whole });
    }
    from = mark.index + whole.length;
  }
  if (from < text.length) parts.push({ is: "text", text: text.slice(from) });
  return parts;
}

/** Web, mail and telephone addresses; anything that could run is left out. */
function safeHref(target: string): string | undefined {
  return /^(https?:\/\/|mailto:|tel:)/i.test(target) ? target : undefined;
}
