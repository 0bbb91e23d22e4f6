// Saves a form while it is filled in; what it says stands, translated, on its [data-autosave-status].
document.querySelectorAll("form[data-autosave-url]").forEach((form) => {
  const status = form.querySelector("[data-autosave-status]");
  const { version, rubric, csrf_token: token } = form.elements;
  const changed = new Set();
  let timer, held, sending, stopped, leaving, failures = 0;

  const say = (name, part = "") => {
    status.textContent = status.dataset[name].replace("{}", part);
    status.dataset.state = name;
    form.querySelectorAll("[data-autosave-mirror]").forEach((mirror) => { mirror.textContent = status.textContent; });
  };
  const tell = (name) => form.dispatchEvent(new CustomEvent(`autosave:${name}`, { detail: { all: !changed.size } }));
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  const body = (names) => {
    const all = new FormData(form), part = new FormData();
    names.forEach((name) => {
      const values = all.getAll(name); // an unticked box has none
      (values.length ? values : [""]).forEach((value) => part.append(name, value));
    });
    if (version) part.set("version", version.value);
    if (rubric) part.set("rubric", rubric.value);
    return part;
  };

  const take = async (response) => {
    if (response.status > 499 || response.status === 429) throw response;
    const json = /json/.test(response.headers.get("Content-Type"));
    const answer = json ? await response.json() : { message: status.dataset.signedOut };
    stopped = !json || response.status === 409; // signed out, or changed elsewhere
    if (stopped || !response.ok) return say("refused", answer.message);
    say("saved", answer.saved_at);
    if (version) version.value = answer.version;
    tell("saved"); // keeping.js forgets what it kept
    return true;
  };

  async function save() {
    if (sending || stopped || !changed.size) return;
    const names = [...changed], limit = new AbortController(), alarm = setTimeout(() => limit.abort(), 2e4);
    changed.clear();
    sending = true;
    say("saving");
    let saved;
    try {
      saved = await take(await fetch(form.dataset.autosaveUrl, {
        method: "POST", body: body(names), signal: limit.signal,
        headers: { "X-CSRFToken": token.value, Accept: "application/json" },
      }));
      failures = 0;
      if (saved) later(1200);
    } catch {
      say(form.dataset.kept ? "kept" : "offline");
      later(Math.min(6e4, 1e3 * 2 ** ++failures));
    }
    clearTimeout(alarm);
    sending = false;
    if (!saved) names.forEach((name) => changed.add(name));
    const go = held;
    held = null;
    if (go) go();
  }

  form.addEventListener("input", ({ target }) => {
    if (!target.name || target.type === "file") return;
    changed.add(target.name);
    later(1200);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    const cut = !navigator.onLine && changed.size && !stopped;
    leaving = !sending && !cut;
    if (leaving) return;
    event.preventDefault(); // two versions would meet; without a line the browser would show a page of its own
    if (cut) save();
    else held = () => form.requestSubmit(event.submitter);
  });
  addEventListener("online", () => later(0));
  addEventListener("visibilitychange", () => (document.hidden ? save() : later(0))); // back from signing in again
  addEventListener("beforeunload", (event) => {
    if (!leaving && (sending || changed.size)) event.preventDefault();
  });
});
