// Sends large files in pieces (tus 1.0.0): shows how far, pauses, and goes on after a broken line or a reload of the page.
document.querySelectorAll("[data-upload]").forEach((box) => {
  const { upload: begin, role, from } = box.dataset, words = JSON.parse(box.dataset.words);
  const input = document.getElementById(box.dataset.for), form = input.form;
  const part = (name) => box.querySelector(`[data-upload-${name}]`);
  const bar = part("bar"), told = document.createElement("p");
  const MEGABYTE = 1 << 20, MOST = 8 * MEGABYTE, LEAST = 1 << 18;
  let file, url, sentFile, offset, piece = MEGABYTE, state = "idle", failures = 0, request, wake, held, quarter;
  told.className = "error";
  told.setAttribute("role", "alert");

  const say = (name, value = "") => { part("status").textContent = words[name].replace("{}", value); };
  const size = (bytes) => `${(bytes / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
  const show = (bytes) => {
    bar.value = bytes / file.size;
    part("figure").textContent = words.figure.replace("{}", size(bytes)).replace("{}", size(file.size));
    const now = Math.floor((4 * bytes) / file.size);
    if (now !== quarter && now > 0 && now < 4) say("quarter", `${25 * (quarter = now)} %`); // not a word at every piece
  };
  const enter = (next) => {
    state = next;
    box.hidden = false;
    bar.hidden = part("figure").hidden = !["sending", "paused"].includes(next);
    part("pause").hidden = next !== "sending";
    part("resume").hidden = next !== "paused";
    part("cancel").hidden = !["sending", "paused"].includes(next);
    part("done").hidden = next !== "done";
  };
  const refuse = (sentence) => {
    told.textContent = sentence;
    input.before(told);
    part("status").textContent = "";
    enter("idle");
    box.hidden = true;
    held = undefined;
  };

  // Which file an upload is of: kept for the next visit, beside what the server knows of it (name and size).
  const note = (value) => {
    try { value === undefined ? localStorage.removeItem(url) : localStorage.setItem(url, value); } catch { /* full, or forbidden */ }
  };
  const isSame = (address) => {
    try { return [null, String(file.lastModified)].includes(localStorage.getItem(address)); } catch { return true; }
  };

  const ask = (method, address, { headers = {}, body = null } = {}) => new Promise((answer) => {
    request = new XMLHttpRequest();
    request.open(method, address);
    const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json", ...headers };
    Object.entries(all).forEach(([name, value]) => request.setRequestHeader(name, value));
    const here = offset;
    if (method === "PATCH") request.upload.onprogress = ({ loaded }) => state === "sending" && show(here + loaded);
    const asked = request;
    request.onloadend = () => {
      let message = "";
      try { message = JSON.parse(asked.responseText); } catch { /* no answer of ours */ }
      answer({ status: asked.status, said: message, header: (name) => asked.getResponseHeader(name) });
    };
    request.send(body);
  });

  // A line that is broken, a server that is busy or starts anew: wait, longer each time, or until the line is back.
  const wait = () => new Promise((done) => {
    wake = done;
    setTimeout(done, Math.min(3e4, 500 * 2 ** failures++));
  });
  const passes = ({ status }) => status === 0 || status === 409 || status === 423 || status === 429 || status > 499;

  const create = async () => {
    const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
    const answer = await ask("POST", begin, {
      headers: { "Upload-Length": file.size, "Upload-Metadata": `role ${encoded(role)},filename ${encoded(file.name)}` },
    });
    if (answer.status !== 201) return answer;
    url = answer.header("Location");
    offset = 0;
    note(file.lastModified);
  };
  const find = async () => {
    const answer = await ask("HEAD", url);
    if (answer.status === 404) return create(); // it was kept long enough
    if (answer.status !== 200) return answer;
    offset = Number(answer.header("Upload-Offset"));
  };
  const send = async () => {
    const began = performance.now(), sent = file.slice(offset, offset + piece);
    const answer = await ask("PATCH", url, {
      headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, body: sent,
    });
    if (answer.status === 413 && piece > LEAST) return void (piece = LEAST);
    if (answer.status !== 204) return answer;
    offset = Number(answer.header("Upload-Offset"));
    const took = performance.now() - began;
    piece = took < 1500 ? Math.min(MOST, 2 * piece) : took > 6000 ? Math.max(LEAST, piece / 2) : piece;
  };
  const finish = async () => {
    say("reading");
    const body = new FormData(), version = form.elements.version;
    if (version) body.set("version", version.value);
    const answer = await ask("POST", `${url}/finish`, { body });
    if (answer.status !== 200) return answer;
    if (version) version.value = answer.said.version;
    note();
    url = undefined;
    enter("done");
    say("done", file.name);
    if (held) held();
  };

  async function run() {
    let step = url ? find : create;
    while (state === "sending") {
      const wrong = await step();
      if (state !== "sending") return;
      if (!wrong) {
        if (failures && step !== finish) say("sending", file.name);
        failures = 0;
        if (step !== finish) show(offset);
        step = offset < file.size ? send : finish;
      } else if (passes(wrong)) {
        if (!wrong.status) say("broken");
        await wait();
        step = url ? (step === finish ? finish : find) : create;
      } else {
        if (url && wrong.status !== 401) { ask("DELETE", url); note(); url = undefined; }
        return refuse(wrong.said.message || words.failed);
      }
    }
  }
  const go = () => { failures = 0; quarter = undefined; enter("sending"); say("sending", file.name); run(); };

  input.addEventListener("change", () => {
    told.remove();
    if (!input.files.length || input.files[0].size < Number(from)) return;
    if (request) request.abort();
    [file] = input.files;
    input.value = ""; // the form must not send it once more
    const { runningUrl, runningName, runningSize } = box.dataset;
    if (!url && runningName === file.name && Number(runningSize) === file.size) url = runningUrl;
    else if (sentFile && (sentFile.name !== file.name || sentFile.size !== file.size)) url = undefined;
    if (url && !isSame(url)) url = undefined;
    sentFile = file;
    state = "idle";
    setTimeout(go); // after what the aborted request still has to say
  });
  part("pause").addEventListener("click", () => { enter("paused"); request.abort(); say("paused"); part("resume").focus(); });
  part("resume").addEventListener("click", () => { go(); part("pause").focus(); });
  part("cancel").addEventListener("click", () => {
    enter("idle");
    request.abort();
    if (url) { ask("DELETE", url); note(); url = undefined; }
    say("cancelled");
    part("waiting")?.remove();
    held = undefined;
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    if (state !== "sending") return;
    event.preventDefault(); // the page goes on when the file is there
    say("held");
    held = () => form.requestSubmit(event.submitter);
  });
  addEventListener("online", () => { failures = 0; wake?.(); });
  addEventListener("beforeunload", (event) => state === "sending" && event.preventDefault());
});
