// Adds only: everything on these pages works without it. Buttons marked data-needs-script are hidden until now.
document.querySelectorAll("[data-needs-script]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
});
// Buttons marked data-share hand the address to whatever the phone shares with; without that they stay hidden.
if (navigator.share) document.querySelectorAll("[data-share]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () {
    navigator.share({ title: button.dataset.title, url: location.href }).catch(function () {});
  });
});
// Paper has no folds: what is folded is opened for printing, and folded again.
var unfolded = [];
addEventListener("beforeprint", function () {
  unfolded = Array.from(document.querySelectorAll("details.more:not([open])"));
  unfolded.forEach(function (each) { each.open = true; });
});
addEventListener("afterprint", function () {
  unfolded.forEach(function (each) { each.open = false; });
});
