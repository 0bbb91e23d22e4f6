// Clocks and countdowns that go by the server's time, whatever the computer's own clock says.
// Without this script the page shows the time at which it was made.
(() => {
  "use strict";
  const loaded = Date.now();
  const language = document.documentElement.lang || "vi";
  const two = (n) => String(n).padStart(2, "0");
  const serverNow = (element) => Date.parse(element.dataset.serverNow) + Date.now() - loaded;

  // <time data-clock data-server-now="2026-11-22T03:42:07+00:00" data-zone-offset="420"> – offset in minutes
  const showClock = (element) => {
    const local = new Date(serverNow(element) + Number(element.dataset.zoneOffset || 0) * 60000);
    element.textContent = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(":");
  };

  const days = (count) => {
    try {
      return new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" }).format(count);
    } catch {
      return null; // an old browser: the date in the page says it, too
    }
  };

  // <span data-countdown data-server-now="…" data-until="…" data-left="({} left)" data-over="(the time is over)">
  const showCountdown = (element) => {
    const left = Math.floor((Date.parse(element.dataset.until) - serverNow(element)) / 1000);
    if (left <= 0) {
      element.textContent = element.dataset.over || "";
      element.removeAttribute("data-countdown");
      return;
    }
    const clock = [left / 3600 % 24, left / 60 % 60, left % 60].map((n) => two(Math.floor(n))).join(":");
    const whole = Math.floor(left / 86400);
    const said = whole ? days(whole) : "";
    if (said !== null) element.textContent = element.dataset.left.replace("{}", `${said} ${clock}`.trim());
  };

  const tick = () => {
    document.querySelectorAll("[data-clock]").forEach(showClock);
    document.querySelectorAll("[data-countdown]").forEach(showCountdown);
  };
  tick();
  setInterval(tick, 1000);
})();
