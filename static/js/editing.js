// The editor of the writing page. The server cleans what it sends and makes the plain text of it (kernel/markup.py);
// the plain text made here, line by line like there, is for the counter and for pages without the editor.
const NOTE = /^\[(\d+)\]$/;
const CELL = "(paragraph | bullet_list | ordered_list | blockquote)+";

const block = (tag, more) => ({ group: "block", parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more });
const mark = (tag, also = [], more = {}) => ({ parseDOM: [{ tag }, ...also], toDOM: () => [tag, 0], ...more });

function schemaOf({ Schema }) {
  return new Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: block("p", { content: "inline*" }),
      heading: {
        group: "block", content: "inline*", defining: true, attrs: { level: { default: 2 } },
        parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(Math.max(n, 2), 4) } })),
        toDOM: (node) => [`h${node.attrs.level}`, 0],
      },
      blockquote: block("blockquote", { content: "block+", defining: true }),
      bullet_list: block("ul", { content: "list_item+" }),
      ordered_list: block("ol", { content: "list_item+" }),
      list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
      table: block("table", { content: "table_row+", isolating: true, toDOM: () => ["table", ["tbody", 0]] }),
      table_row: { content: "(table_cell | table_header)+", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
      table_cell: { content: CELL, isolating: true, parseDOM: [{ tag: "td" }], toDOM: () => ["td", 0] },
      table_header: { content: CELL, isolating: true, parseDOM: [{ tag: "th" }], toDOM: () => ["th", 0] },
      horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
      hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
      text: { group: "inline" },
    },
    marks: {
      strong: mark("strong", [{ tag: "b" }]),
      em: mark("em", [{ tag: "i" }]),
      u: mark("u"),
      s: mark("s", [{ tag: "strike" }]),
      sub: mark("sub", [], { excludes: "sub sup" }),
      sup: mark("sup", [], { excludes: "sub sup", inclusive: false }),
    },
  });
}

// --- the text, as the server will make it ---------------------------------------------------------------------------

const children = (node) => { const all = []; node.forEach((child) => all.push(child)); return all; };
const line = (node) => children(node).map((child) => (child.isText ? child.text : "\n")).join("")
  .split("\n").map((part) => part.replace(/[ \t\r\f]+/g, " ").trim()).join("\n").replace(/^\n+|\n+$/g, "");

export function plainText(node) {
  if (node.isTextblock) return line(node);
  const parts = children(node).map(plainText);
  if (node.type.name === "table_row") return parts.map((part) => part.replace(/\n/g, " ")).join("\t");
  const filled = parts.filter((part) => part.trim());
  return filled.join(/^(doc|blockquote)$/.test(node.type.name) ? "\n\n" : "\n");
}

function fromText(text) {
  const body = document.createElement("div");
  text.split(/\n[ \t]*\n\s*/).filter((each) => each.trim()).forEach((each) => {
    const paragraph = body.appendChild(document.createElement("p"));
    each.split("\n").forEach((one, at) => paragraph.append(...(at ? [document.createElement("br")] : []), one.trim()));
  });
  return body;
}

// --- what the buttons do --------------------------------------------------------------------------------------------

function toolsOf(lib, schema, words) {
  const { nodes, marks } = schema;
  const within = (state, ...types) => {
    for (let depth = state.selection.$from.depth; depth > 0; depth--) {
      const node = state.selection.$from.node(depth);
      if (types.includes(node.type)) return { node, pos: state.selection.$from.before(depth) };
    }
    return null;
  };
  const marked = (type) => ({
    run: lib.toggleMark(type),
    on: ({ selection, storedMarks, doc }) => (selection.empty
      ? !!type.isInSet(storedMarks || selection.$from.marks()) : doc.rangeHasMark(selection.from, selection.to, type)),
  });
  const heading = (level) => {
    const on = (state) => state.selection.$from.parent.hasMarkup(nodes.heading, { level });
    return { on, run: (state, send) => lib.setBlockType(...(on(state) ? [nodes.paragraph] : [nodes.heading, { level }]))(state, send) };
  };
  const list = (type) => {
    const here = (state) => within(state, nodes.bullet_list, nodes.ordered_list);
    return {
      on: (state) => here(state)?.node.type === type,
      run(state, send) {
        const found = here(state);
        if (!found) return lib.wrapInList(type)(state, send);
        if (found.node.type === type) return lib.liftListItem(nodes.list_item)(state, send);
        send(state.tr.setNodeMarkup(found.pos, type));
        return true;
      },
    };
  };
  return {
    heading: heading(2),
    subheading: heading(3),
    strong: marked(marks.strong),
    em: marked(marks.em),
    bullets: list(nodes.bullet_list),
    numbers: list(nodes.ordered_list),
    quote: {
      on: (state) => !!within(state, nodes.blockquote),
      run: (state, send) => (within(state, nodes.blockquote) ? lib.lift : lib.wrapIn(nodes.blockquote))(state, send),
    },
    note: { run: (state, send) => addNote(lib, schema, words.notes, state, send) },
    table: {
      shown: (state) => !!within(state, nodes.table),
      run(state, send) {
        const { pos, node } = within(state, nodes.table);
        send(state.tr.delete(pos, pos + node.nodeSize));
      },
    },
    undo: { run: lib.undo },
    redo: { run: lib.redo },
  };
}

function raised(doc, { marks }) {
  const found = [];
  doc.descendants((node, pos) => {
    const number = node.isText && marks.sup.isInSet(node.marks) && NOTE.exec(node.text);
    if (number) found.push({ pos, number: Number(number[1]), size: node.nodeSize });
  });
  return found;
}

// A note is a raised number in the text and a paragraph that begins with it, under a heading at the end: the counter
// and the server know notes by that heading. What follows the new number moves on by one.
function addNote({ TextSelection }, schema, title, state, send) {
  const { nodes, marks } = schema, sup = [marks.sup.create()];
  let end = null;
  state.doc.forEach((node, pos) => { if (node.type === nodes.heading && node.textContent.trim() === title) end = pos; });
  const at = state.selection.to;
  if (end !== null && at > end) return false;
  const found = raised(state.doc, schema);
  const own = 1 + Math.max(0, ...found.filter(({ pos }) => pos < at).map(({ number }) => number));
  const tr = state.tr;
  found.filter(({ number }) => number >= own).reverse().forEach(({ pos, number, size }) => {
    tr.replaceWith(pos, pos + size, schema.text(`[${number + 1}]`, sup));
  });
  tr.insert(tr.mapping.map(at, -1), schema.text(`[${own}]`, sup));
  const note = nodes.paragraph.create(null, [schema.text(`[${own}]`, sup), schema.text("\u00a0")]);
  let place = tr.doc.content.size, after = null;
  if (end === null) {
    const last = tr.doc.lastChild;
    if (last.isTextblock && !last.content.size && tr.doc.childCount > 1) place -= last.nodeSize;
    tr.insert(place, nodes.heading.create({ level: 3 }, schema.text(title)));
    place += title.length + 2;
  } else {
    tr.doc.forEach((node, pos) => {
      if (after === null && pos > tr.mapping.map(end) && node.textContent.startsWith(`[${own + 1}]`)) after = pos;
    });
    place = after === null ? place : after;
  }
  tr.insert(place, note);
  send(tr.setSelection(TextSelection.near(tr.doc.resolve(place + note.nodeSize - 1), -1)).scrollIntoView());
  return true;
}

function toolbar(bar, tools, view) {
  const buttons = [...bar.querySelectorAll("[data-tool]")];
  const usable = () => buttons.filter((button) => !button.hidden);
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-tool]");
    if (!button) return;
    tools[button.dataset.tool].run(view.state, view.dispatch, view);
    view.focus();
  });
  bar.addEventListener("keydown", (event) => {
    const all = usable(), step = { ArrowRight: 1, ArrowLeft: -1, Home: -all.length, End: all.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = all.indexOf(document.activeElement) + step;
    const next = all[Math.abs(step) > 1 ? (step < 0 ? 0 : all.length - 1) : (at + all.length) % all.length];
    all.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
  return (state) => buttons.forEach((button) => {
    const tool = tools[button.dataset.tool];
    if (tool.on) button.setAttribute("aria-pressed", String(!!tool.on(state)));
    if (tool.shown) button.hidden = !tool.shown(state);
  });
}

// --- in the page ----------------------------------------------------------------------------------------------------

export function mount(lib, { fromWord }, box) {
  const area = box.querySelector("textarea"), sent = box.querySelector("[name=markup]");
  const label = document.querySelector(`label[for="${area.id}"]`), form = area.form, id = area.id;
  const parts = box.querySelector("template").content.cloneNode(true);
  const bar = parts.querySelector("[role=toolbar]"), said = parts.querySelector("[role=status]");
  const schema = schemaOf(lib), { nodes } = schema;
  const tools = toolsOf(lib, schema, box.dataset);
  const asStored = sent.value && area.value === area.defaultValue;
  const begin = asStored ? new DOMParser().parseFromString(sent.value, "text/html").body : fromText(area.value);
  const writer = lib.DOMSerializer.fromSchema(schema);
  let show = () => {}, timer;

  const write = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    const made = document.createElement("div");
    made.append(writer.serializeFragment(view.state.doc.content));
    sent.disabled = false;
    sent.value = made.innerHTML;
    area.value = plainText(view.state.doc);
    area.dispatchEvent(new Event("input")); // for the counter; what is saved is the markup
    sent.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const keys = {
    "Mod-b": tools.strong.run, "Mod-B": tools.strong.run, "Mod-i": tools.em.run, "Mod-I": tools.em.run,
    "Mod-u": lib.toggleMark(schema.marks.u), "Mod-z": lib.undo, "Mod-y": lib.redo, "Mod-Shift-z": lib.redo,
    "Mod-Alt-2": tools.heading.run, "Mod-Alt-3": tools.subheading.run,
    "Mod-]": lib.sinkListItem(nodes.list_item), "Mod-[": lib.liftListItem(nodes.list_item),
    Enter: lib.splitListItem(nodes.list_item),
    "Shift-Enter": (state, send) => { send(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView()); return true; },
    "Alt-F10": () => { bar.querySelector("[tabindex='0']").focus(); return true; },
  };
  const ending = new lib.Plugin({ // there is always a line behind a table
    appendTransaction: (_, __, { doc, tr }) => (doc.lastChild.type === nodes.table ? tr.insert(doc.content.size, nodes.paragraph.create()) : null),
  });
  const place = document.createElement("div");
  place.append(bar);
  area.before(place);
  const view = new lib.EditorView({ mount: place.appendChild(document.createElement("div")) }, {
    state: lib.EditorState.create({
      doc: lib.DOMParser.fromSchema(schema).parse(begin),
      plugins: [lib.history(), lib.keymap(keys), lib.keymap(lib.baseKeymap), ending],
    }),
    attributes: {
      id, class: "input editor-text", role: "textbox", "aria-multiline": "true", "aria-labelledby": `${id}-label`,
      "aria-describedby": area.getAttribute("aria-describedby") || `${id}-label`,
      ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    },
    transformPastedHTML(html) {
      const { html: clean, pictures } = fromWord(html, box.dataset.notes, Math.max(0, ...raised(view.state.doc, schema).map(({ number }) => number)));
      said.textContent = pictures ? said.dataset.pictures : "";
      said.classList.toggle("sr", !pictures);
      return clean;
    },
    handleDOMEvents: { blur: () => { write(); return false; } },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      show(view.state);
      if (!tr.docChanged) return;
      if (!timer) timer = setTimeout(write, 250);
    },
  });
  place.append(said);
  area.id = `${id}-plain`;
  area.hidden = true;
  label.id = `${id}-label`;
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  box.querySelectorAll("[data-editor-plain]").forEach((each) => each.remove());
  show = toolbar(bar, tools, view);
  show(view.state);
  form.addEventListener("submit", write, true);
  addEventListener("beforeunload", write, true);
  addEventListener("pagehide", write);
  document.addEventListener("visibilitychange", write, true);
}
