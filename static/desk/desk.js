// The "/" key goes to the search at the top, unless somebody is typing or the list has a search of its own.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || document.getElementById("searchbar")) return;
  event.preventDefault();
  document.getElementById("dk-find")?.focus();
});
document.documentElement.classList.add("dk-script");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// The fields of a rule that belong to the chosen way of giving points.
document.addEventListener("change", (event) => {
  if (event.target.name !== "points_mode") return;
  const holder = event.target.closest("dd");
  holder.className = `dk-mode-${event.target.value}`;
});
