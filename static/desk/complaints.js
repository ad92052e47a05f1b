// All boxes of the list at once.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of event.target.form.querySelectorAll("input[name=pick]")) box.checked = event.target.checked;
});
// An open case says every half minute that it is still looked at, and hears who else does.
const looking = document.querySelector("[data-looking]");
if (looking) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(looking.dataset.looking, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) looking.innerHTML = await answer.text();
    } catch {
      // The network is away; the next half minute tries again.
    }
  }, 30000);
}
// The open case is in sight in a long list.
document.querySelector(".cw-here")?.scrollIntoView({ block: "nearest" });
