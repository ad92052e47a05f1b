// Adds only: everything on these pages works without it. Buttons marked data-needs-script are hidden until now.
document.querySelectorAll("[data-needs-script]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
});
