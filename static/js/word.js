// Makes plain structure of what Word, Google Docs and web pages put on the clipboard: lists that Word writes as
// paragraphs, notes behind the text, merged cells. Comments, deleted and hidden words are left out, styles as well.
// Whatever is missed here the editor does not know, and the server cleans once more.
const GONE = "style,script,title,meta,link,xml,template,noscript,iframe,object,svg,math,del,"
  + "[class*=MsoComment],[class*=msocom],[data-was*='mso-element:comment'],[data-was*='mso-element:header'],"
  + "[data-was*='mso-element:footer'],[data-was*='mso-hide:all'],[data-was*='display:none'],[data-was*='mso-list:Ignore']";
const MOST_COLUMNS = 40;

const wrap = (inside, tag) => {
  const made = inside.ownerDocument.createElement(tag);
  made.append(...inside.childNodes);
  inside.append(made);
};

// The page's policy forbids styles written into HTML, and its browser would complain of each: they are read as data.
const read = (html) => new DOMParser().parseFromString(
  html.replace(/<style\b[^]*?<\/style\s*>/gi, "").replace(/<[a-z][^\s/>]*(?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-was=")),
  "text/html",
).body;
const was = (element) => (element.dataset.was || "").replace(/\s*:\s*/g, ":");

function emphasise(body) {
  body.querySelectorAll("b[data-was]").forEach((each) => {
    if (/font-weight:normal/.test(was(each)) && !/mso-bidi-font-weight/.test(was(each))) each.replaceWith(...each.childNodes);
  });
  body.querySelectorAll("span[data-was]").forEach((each) => {
    if (/font-weight:(bold|[6-9]00)/.test(was(each))) wrap(each, "strong");
    if (/font-style:italic/.test(was(each))) wrap(each, "em");
  });
  body.querySelectorAll("p.MsoTitle").forEach((each) => {
    const title = body.ownerDocument.createElement("h1");
    title.append(...each.childNodes);
    each.replaceWith(title);
  });
  if (body.querySelector("h1")) {
    [...body.querySelectorAll("h1,h2,h3,h4,h5,h6")].forEach((each) => {
      const lower = body.ownerDocument.createElement(`h${Math.min(Number(each.tagName[1]) + 1, 4)}`);
      lower.append(...each.childNodes);
      each.replaceWith(lower);
    });
  }
}

function lists(body) {
  const open = []; // the lists around the last item, by their levels
  let before = null;
  [...body.querySelectorAll("p[data-was*='mso-list']")].forEach((each) => {
    const level = Number((/level(\d)/.exec(was(each)) || [0, 1])[1]);
    const sign = each.querySelector("[data-was*='mso-list:Ignore']");
    const tag = sign && /^[(\s]*[0-9a-z]{1,4}[.)]/i.test(sign.textContent) ? "ol" : "ul";
    let between = each.previousElementSibling;
    while (between && !between.textContent.trim() && between.tagName === "P") between = between.previousElementSibling;
    if (!before || between !== before) open.length = 0;
    open.length = Math.min(open.length, level);
    if (open[level - 1] && open[level - 1].tagName.toLowerCase() !== tag && level === 1) open.length = 0;
    const item = body.ownerDocument.createElement("li");
    const text = item.appendChild(body.ownerDocument.createElement("p"));
    if (!open.length) {
      before = body.ownerDocument.createElement(tag);
      each.before(before);
      open.push(before);
    }
    while (open.length < level) {
      const last = open[open.length - 1].lastElementChild;
      if (!last) break;
      open.push(last.appendChild(body.ownerDocument.createElement(tag)));
    }
    if (sign) sign.remove();
    text.append(...each.childNodes);
    open[open.length - 1].append(item);
    each.remove();
  });
}

function notes(body, title, before) {
  body.querySelectorAll("a[href^='#_ftn'],a[href^='#_edn']").forEach((each) => {
    const number = /\d+/.exec(each.textContent);
    const raised = body.ownerDocument.createElement("sup");
    raised.textContent = number ? `[${Number(number[0]) + before}]` : "";
    each.replaceWith(raised);
  });
  const found = [...body.querySelectorAll("[data-was*='mso-element:footnote'],[data-was*='mso-element:endnote']")]
    .filter((each) => !/note-list/.test(was(each)));
  body.querySelectorAll("[data-was*='note-list'] > hr,[data-was*='note-list'] > br").forEach((each) => each.remove());
  if (!found.length) return;
  const heading = body.ownerDocument.createElement("h3");
  heading.textContent = title;
  body.append(heading);
  found.forEach((each) => body.append(...each.childNodes));
}

function cells(body) {
  body.querySelectorAll("table").forEach((table) => {
    const below = []; // how many rows a cell still reaches down, by column
    [...table.rows].forEach((row) => {
      let column = 0;
      const empty = (before) => row.insertBefore(body.ownerDocument.createElement("td"), before);
      [...row.cells].forEach((cell) => {
        for (; below[column] > 0; column++) { below[column]--; empty(cell); }
        const wide = Math.min(cell.colSpan, MOST_COLUMNS), high = Math.min(cell.rowSpan, table.rows.length);
        for (let at = 0; at < wide; at++, column++) {
          below[column] = high - 1;
          if (at) empty(cell.nextSibling);
        }
      });
      for (; below[column] > 0; column++) { below[column]--; empty(null); }
    });
  });
}

// title: how the heading of notes reads; before: how many notes the text has already.
export function fromWord(html, title, before) {
  const body = read(html);
  lists(body);
  body.querySelectorAll(GONE).forEach((each) => each.remove());
  emphasise(body);
  notes(body, title, before);
  cells(body);
  const pictures = [...body.querySelectorAll("img,picture,video")];
  pictures.forEach((each) => each.remove());
  body.querySelectorAll("*").forEach((each) => {
    [...each.attributes].forEach(({ name }) => { if (!/^(col|row)span$/.test(name)) each.removeAttribute(name); });
  });
  body.querySelectorAll("[colspan],[rowspan]").forEach((each) => { each.removeAttribute("colspan"); each.removeAttribute("rowspan"); });
  return { html: body.innerHTML, pictures: pictures.length };
}
