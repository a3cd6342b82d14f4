import { describe, expect, it } from "vitest";
import { readInline, readMarkdown } from "./markdown";

const text = (said: string) => ({ is: "text", text: said });

describe("markdown", () => {
  it.each([
    ["一行", [{ is: "paragraph", parts: [text("一行")] }]],
    ["a\nb", [{ is: "paragraph", parts: [text("a"), { is: "break" }, text("b")] }]],
    ["a\n\n\nb", [{ is: "paragraph", parts: [text("a")] }, { is: "paragraph", parts: [text("b")] }]],
    ["## 标题\n正文", [{ is: "heading", parts: [text("标题")] }, { is: "paragraph", parts: [text("正文")] }]],
    ["说明：\n- 一\n- 二", [
      { is: "paragraph", parts: [text("说明：")] },
      { is: "list", ordered: false, start: 1, items: [[text("一")], [text("二")]] },
    ]],
    ["3. 三\n4. 四", [{ is: "list", ordered: true, start: 3, items: [[text("三")], [text("四")]] }]],
    ["", []],
  ])("reads blocks of %j", (source, blocks) => {
    expect(readMarkdown(source)).toEqual(blocks);
  });

  it.each([
    ["**粗**体", [{ is: "bold", parts: [text("粗")] }, text("体")]],
    ["5 * 3 * 2", [text("5 * 3 * 2")]],
    ["`QH123`", [{ is: "code", text: "QH123" }]],
    ["见 https://a.example/b?c=1。", [text("见 "), { is: "link", text: "https://a.example/b?c=1", href: "https://a.example/b?c=1" }, text("。")]],
    ["(https://a.example).", [text("("), { is: "link", text: "https://a.example", href: "https://a.example" }, text(").")]],
    ["[帮助](https://a.example)", [{ is: "link", text: "帮助", href: "https://a.example" }]],
    ["[x](javascript:alert)", [text("x")]],
    ["[x](data:text/html,1)", [text("x")]],
    ["<b onclick=1>", [text("<b onclick=1>")]],
  ])("reads %j", (source, parts) => {
    expect(readInline(source)).toEqual(parts);
  });

  it("keeps every letter of plain text", () => {
    const said = "退款多久到账？<script>alert(1)</script> & 100% _不_ ~变~ # 号";
    expect(readMarkdown(said)).toEqual([{ is: "paragraph", parts: [text(said)] }]);
  });
});
