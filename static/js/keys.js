// A key holder's key, made on this device: chance from the browser, words and a picture on the page, and only the public
// half is sent. Without this script the server makes the key and shows it once.
(() => {
  "use strict";
  const make = document.querySelector("[data-key-make]");
  const keep = document.querySelector("[data-key-keep]");
  const sheet = document.querySelector("[data-sheet]");
  if (!make || !keep || !sheet || !window.nacl || !window.qrcode || !sheet.hidden) return;

  const list = keep.dataset.words.split(" ");
  const inputs = [...keep.querySelectorAll("input[type=text]")];
  const error = keep.querySelector("[data-key-error]");
  let words = [];
  let asked = [];

  const fold = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").trim();

  // The numbers of the words to be typed back, from 1, each once.
  const draw = (count) => {
    const numbers = words.map((_, at) => at + 1);
    const drawn = [];
    while (drawn.length < count) drawn.push(numbers.splice(nacl.randomBytes(1)[0] % numbers.length, 1)[0]);
    return drawn.sort((a, b) => a - b);
  };

  const picture = () => {
    const code = qrcode(0, "M");
    code.addData(String.fromCharCode(...new TextEncoder().encode(words.join(" "))), "Byte");
    code.make();
    const size = code.getModuleCount();
    let path = "";
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) if (code.isDark(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${size + 8} ${size + 8}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", keep.dataset.picture);
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawn.setAttribute("d", path);
    svg.append(drawn);
    return svg;
  };

  make.addEventListener("submit", (event) => {
    event.preventDefault();
    const seed = nacl.randomBytes(16);
    const hash = nacl.hash(seed);
    const pair = nacl.box.keyPair.fromSecretKey(hash.subarray(0, 32));
    words = [...seed, hash[63]].map((value) => list[value]);
    asked = draw(inputs.length);
    sheet.querySelector("[data-key-words]").replaceChildren(
      ...words.map((word) => {
        const line = document.createElement("li");
        line.textContent = word;
        return line;
      }),
    );
    sheet.querySelector("[data-key-picture]").replaceChildren(picture());
    keep.querySelector("[data-key-act]").value = "public";
    keep.querySelector("[data-key-public]").value = [...pair.publicKey].map((b) => b.toString(16).padStart(2, "0")).join("");
    inputs.forEach((input, at) => {
      input.removeAttribute("name"); // what is typed back stays on this device
      const label = keep.querySelector(`label[for="${input.id}"]`);
      label.textContent = label.textContent.replace("?", asked[at]);
    });
    make.hidden = true;
    sheet.hidden = keep.hidden = false;
    sheet.scrollIntoView();
  });

  keep.addEventListener("submit", (event) => {
    keep.querySelectorAll("[data-key-wrong]").forEach((each) => each.remove());
    inputs.forEach((input) => ["aria-invalid", "aria-describedby"].forEach((name) => input.removeAttribute(name)));
    const wrong = asked.flatMap((number, at) => (fold(inputs[at].value) === fold(words[number - 1]) ? [] : [at]));
    if (!wrong.length) return;
    event.preventDefault();
    wrong.forEach((at) => {
      const said = error.cloneNode(true);
      said.id = `${error.id}-${at}`;
      said.removeAttribute("data-key-error");
      said.dataset.keyWrong = "";
      said.textContent = keep.dataset.wrong.replace("{number}", asked[at]);
      said.hidden = false;
      inputs[at].before(said);
      inputs[at].setAttribute("aria-invalid", "true");
      inputs[at].setAttribute("aria-describedby", said.id);
    });
    inputs[wrong[0]].focus();
  });
})();
