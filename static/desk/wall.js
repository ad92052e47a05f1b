// The big screen: turns its five pictures every 20 seconds and asks the API's figures every three minutes whether
// something is new. Without this script the page shows one picture, with links, and goes on by itself.
(function () {
  "use strict";
  const TURN = 20000;
  const ASK = 180000;
  const wall = document.getElementById("wall");
  const sources = JSON.parse(document.getElementById("sources").textContent);
  const links = [...wall.querySelectorAll("[data-screen]")];
  const pause = wall.querySelector("[data-pause]");
  const lost = wall.querySelector("[data-lost]");
  const clock = wall.querySelector("[data-clock]");
  let shown = Number(wall.dataset.shown);
  let known = null;
  let heard = new Date();
  let turning = 0;
  document.documentElement.classList.add("wl-script");

  function show(number) {
    shown = ((number - 1 + links.length) % links.length) + 1;
    wall.querySelectorAll("#screens > section").forEach((screen) => { screen.hidden = screen.id !== `screen-${shown}`; });
    links.forEach((link) => {
      if (Number(link.dataset.screen) === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    wall.querySelector("h1 [data-title]").textContent = document.getElementById(`screen-${shown}`).dataset.title;
  }
  function go(isTurning) {
    clearInterval(turning);
    turning = isTurning ? setInterval(() => show(shown + 1), TURN) : 0;
    pause.setAttribute("aria-pressed", String(!isTurning));
    pause.textContent = isTurning ? pause.dataset.stop : pause.dataset.go;
  }
  const turn = (step) => {
    show(shown + step);
    if (turning) go(true);
  };

  const time = (moment) => moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  function tell(words) {
    lost.hidden = !words;
    lost.textContent = words ? words.replace("{time}", time(heard)) : "";
  }
  async function text(url) {
    const answer = await fetch(url, { headers: { Accept: url.startsWith("/api/") ? "application/json" : "text/html" }, credentials: "same-origin", cache: "no-cache" });
    if (answer.status === 401 || answer.status === 403 || answer.redirected) throw new Error("out");
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }
  // What the portal draws anew takes the place of what is shown; the screen in view stays in view.
  async function redraw() {
    const fresh = new DOMParser().parseFromString(await text(window.location.href), "text/html");
    wall.querySelectorAll("[data-swap]").forEach((old) => {
      const young = fresh.querySelector(`[data-swap="${old.dataset.swap}"]`);
      if (young) old.replaceChildren(...young.childNodes);
    });
    show(shown);
  }
  async function ask() {
    try {
      const answers = (await Promise.all(sources.map(text))).join("\n");
      if (known !== null && answers !== known) await redraw();
      known = answers;
      heard = new Date();
      tell("");
    } catch (fault) {
      tell(fault.message === "out" ? lost.dataset.out : lost.dataset.away);
    }
  }
  function tick() {
    const now = new Date();
    const said = (part) => new Intl.DateTimeFormat(document.documentElement.lang, { ...part, timeZone: "Asia/Shanghai" }).format(now);
    clock.textContent = `${said({ month: "long", day: "numeric" })} ${said({ weekday: "long" })} ${time(now)}`;
    clock.dateTime = now.toISOString();
  }

  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    show(Number(link.dataset.screen));
    if (turning) go(true);
  }));
  pause.addEventListener("click", () => go(!turning));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") turn(1);
    else if (event.key === "ArrowLeft") turn(-1);
    else if (event.key === " " && !event.target.closest("a, button")) go(!turning);
    else return;
    event.preventDefault();
  });
  go(true);
  tick();
  setInterval(tick, 5000);
  ask();
  setInterval(ask, ASK);
  window.addEventListener("online", ask);
})();
