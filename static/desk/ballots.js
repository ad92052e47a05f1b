// Paper ballots: Enter goes on to the next field, after the last one it saves. Without this file Tab goes on.
const form = document.querySelector("[data-ballot]");
const first = form?.querySelector(".dk-wrong input") ?? form?.querySelector("input[name=home]");
first?.focus();
first?.select();
form?.addEventListener("keydown", (event) => {
  const fields = [...form.querySelectorAll(".vd-field input")];
  const place = fields.indexOf(event.target);
  if (event.key !== "Enter" || place < 0 || place === fields.length - 1) return;
  event.preventDefault();
  fields[place + 1].focus();
});
form?.addEventListener("submit", () => {
  form.querySelector("button[type=submit]").disabled = true;
});
