// Keeps on this device what is typed and not saved yet, at most a second late, and offers it when somebody comes back.
// <form data-kept-entry="key" data-kept-owner="sign of the account" data-kept-url="…"> with <template data-kept>.
// IndexedDB with strict durability: what it says is written survives a telephone that dies.
(() => {
  "use strict";
  const STORE = "drafts", FOREVER = 30 * 864e5; // 30 days: what nobody comes back for is not kept on a shared computer
  const LEFT_OUT = new Set(["csrf_token", "version", "action"]);
  const done = (request) => new Promise((fulfil, fail) => {
    request.onsuccess = () => fulfil(request.result);
    request.onerror = () => fail(request.error);
  });
  let opened;
  const database = () => {
    opened = opened || new Promise((fulfil, fail) => {
      const request = indexedDB.open("contest", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => fulfil(request.result);
      request.onerror = () => fail(request.error);
    });
    return opened;
  };
  const change = async (act) => {
    const transaction = (await database()).transaction(STORE, "readwrite", { durability: "strict" });
    act(transaction.objectStore(STORE));
    await new Promise((fulfil, fail) => { transaction.oncomplete = fulfil; transaction.onabort = () => fail(transaction.error); });
  };
  const all = async () => done((await database()).transaction(STORE).objectStore(STORE).getAll());
  const forget = (ids) => change((store) => ids.forEach((id) => store.delete(id)));

  const letters = (text) => (text || "").normalize("NFC").replace(/\s+/g, " ").trim();
  const shape = (html) => (/<(?!\/?(?:p|br|tbody)\b)/.test(html || "")
    ? html.normalize("NFC").replace(/&nbsp;/g, " ").replace(/<p>\s*<\/p>|<\/?tbody>|\s+/g, "") : "");
  const entries = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
  const same = (record, form, stored) => {
    const kept = Object.fromEntries(record.fields), now = Object.fromEntries(entries(form));
    return shape(kept.markup) === shape(stored)
      && Object.keys(kept).every((name) => name === "markup" || letters(kept[name]) === letters(now[name]));
  };

  // Signing out and another account at the same browser leave nothing here; Clear-Site-Data does the same where it works.
  document.querySelectorAll("form[action$='/sign-out']").forEach((form) => {
    form.addEventListener("submit", () => { change((store) => store.clear()).catch(() => {}); });
  });

  document.querySelectorAll("[data-kept-entry]").forEach(async (form) => {
    const { keptEntry: entry, keptOwner: owner, keptUrl: url } = form.dataset;
    const stamp = form.querySelector("[name=version]").value, id = `${entry}/${stamp.split("-")[1]}`;
    const stored = (form.querySelector("[name=markup]") || {}).value;
    let timer, typed;

    const write = () => {
      timer = 0;
      const record = { id, entry, owner, at: Date.now(), fields: entries(form) };
      return change((store) => store.put(record)).then(() => { form.dataset.kept = "yes"; }, () => {});
    };
    if (url) {
      form.addEventListener("input", ({ target }) => {
        if (!target.name || target.type === "file") return;
        typed = true;
        if (!timer) timer = setTimeout(write, 1000);
      });
      form.addEventListener("autosave:saved", ({ detail }) => {
        if (!detail.all) return;
        clearTimeout(timer);
        timer = 0;
        typed = false;
        delete form.dataset.kept;
        forget([id]).catch(() => {});
      });
      // A form that is sent by its button is remembered until a page shows that the server has it.
      form.addEventListener("submit", () => { if (typed) write(); });
      addEventListener("pagehide", () => { if (typed && timer) write(); });
    }

    let records;
    try {
      records = await all();
    } catch {
      return; // a private window, or storage that is switched off: there is nothing to offer
    }
    const old = (record) => record.owner !== owner || record.at < Date.now() - FOREVER;
    const mine = records.filter((record) => !old(record) && record.entry === entry && record.id !== id);
    const equal = mine.filter((record) => url && same(record, form, stored));
    const saved = "keptUnsaved" in form.dataset ? [] : equal; // the page came back with what could not be saved
    const gone = [...records.filter(old), ...saved].map((record) => record.id);
    if (gone.length) forget(gone).catch(() => {});
    const left = mine.filter((record) => !equal.includes(record)).sort((a, b) => b.at - a.at);
    form.querySelectorAll("[data-kept-drop]").forEach((link) => link.addEventListener("click", async (event) => {
      event.preventDefault();
      await forget(left.map((record) => record.id)).catch(() => {});
      location.assign(link.href);
    }));
    if (!url || !left.length) return;

    const [latest] = left;
    const box = document.querySelector("template[data-kept]").content.cloneNode(true).firstElementChild;
    const at = new Date(latest.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short", timeZone: form.dataset.keptZone });
    box.querySelector("[data-kept-at]").textContent = at;
    box.querySelector("[data-kept-compare]").addEventListener("click", () => {
      const post = document.createElement("form");
      post.method = "post";
      post.action = url;
      const token = form.elements.csrf_token.value;
      [...latest.fields, ["csrf_token", token], ["version", stamp], ["kept_at", at]].forEach(([name, value]) => {
        const field = post.appendChild(document.createElement("textarea"));
        field.name = name;
        field.value = value;
      });
      post.hidden = true;
      document.body.append(post);
      post.submit();
    });
    const drop = box.querySelector("[data-kept-delete]");
    drop.addEventListener("click", async () => {
      if (drop.dataset.sure) {
        drop.textContent = drop.dataset.sure;
        delete drop.dataset.sure;
        return;
      }
      await forget([latest.id]).catch(() => {});
      box.remove();
    });
    form.before(box);
  });
})();
