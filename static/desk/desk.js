// The "/" key goes to the search at the top, unless somebody is typing or the list has a search of its own.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || document.getElementById("searchbar")) return;
  event.preventDefault();
  document.getElementById("dk-find")?.focus();
});
