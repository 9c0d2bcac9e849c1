// Soups of tags for fast-check: pieces that parsers are known to disagree about, in any order.
import fc from "fast-check";

const tags = [
  ...["a", "b", "p", "ul", "ol", "li", "blockquote", "pre", "br", "img", "span", "bdi", "code", "em", "q"],
  ...["svg", "math", "mtext", "mglyph", "malignmark", "annotation-xml", "foreignObject", "desc", "title"],
  ...[
    "style",
    "script",
    "noscript",
    "template",
    "textarea",
    "xmp",
    "plaintext",
    "iframe",
    "select",
    "option",
  ],
  ...[
    "table",
    "tr",
    "td",
    "caption",
    "form",
    "input",
    "base",
    "meta",
    "link",
    "body",
    "html",
    "div",
    "h1",
    "dd",
  ],
  ...[
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "details",
    "marquee",
    "frameset",
    "a:b",
    "A",
    "SCRIPT",
    "use",
  ],
  ...["portal", "dialog", "slot", "animate", "set", "handler", "noembed", "rp", "rt", "wbr"],
];
const attributes = [
  ...["onerror=alert(1)", "onload=alert()", "style=x:expression(alert(1))", "id=place", "class=x", "dir=rtl"],
  ...['href="javascript:alert(1)"', "href=' java\tscript:alert(1)'", 'href="https://e.example/?a=1&amp;b"'],
  ...[
    'src="https://e.example/x.png"',
    "srcset=https://e.example/y",
    'alt="a"',
    'alt="><img src=x onerror=alert(1)>"',
  ],
  ...[
    'title="--><img src=x onerror=alert(1)>"',
    "href=data:text/html,x",
    "lang=ar",
    'href="mailto:a@b.example"',
    "<",
  ],
  ...["autofocus onfocus=alert(1)", "open ontoggle=alert(1)", "srcdoc='<script>alert(1)</script>'", "is=x-y"],
  ...[
    'href="&#106;avascript&colon;alert(1)"',
    'xlink:href="javascript:alert(1)"',
    "formaction=javascript:alert(1)",
  ],
  ...[
    "href=//e.example",
    'href="https://a@e.example/"',
    'href="https://e.example/"onclick=alert(1)"',
    "ping=https://e.example",
  ],
  ...[
    "background=https://e.example/z",
    "poster=https://e.example/p",
    "data=https://e.example/d",
    "/",
    "=",
    "a='",
    'b="',
  ],
];
const bits = [
  ...[
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<?x",
    "<!doctype html>",
    "</",
    "<",
    ">",
    "&lt;",
    "&amp;lt;",
    "&#60;",
  ],
  ...[
    "&",
    '"',
    "'",
    "`",
    "\u202e",
    "\u0000",
    "\u00a0",
    "a",
    " ",
    "\n",
    "words",
    "</p>",
    "</li></ol>",
    "مرحبا",
    "💡",
  ],
];

const tag = fc
  .tuple(
    fc.constantFrom("<", "<", "<", "</"),
    fc.constantFrom(...tags),
    fc.array(fc.constantFrom(...attributes), { maxLength: 3 }),
    fc.constantFrom(">", ">", ">", "/>", ""),
  )
  .map(([start, name, given, end]) => `${start}${[name, ...given].join(" ")}${end}`);

/** A document that nobody would write in good faith. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.oneof(tag, tag, fc.constantFrom(...bits), fc.string({ maxLength: 8 })), { maxLength: 24 })
  .map((pieces) => pieces.join(""));
