// A form is sent once, and is not left by accident with something in it.

const changed = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A search may be asked as often as one likes, and a form that is answered with a file stays.
  if (event.defaultPrevented || form.method !== "post" || "file" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  changed.delete(form);
  form.setAttribute("aria-busy", "true");
  // Later, because a button disabled now would not be sent with the form.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });
});

// The browser keeps a page alive for "back": its forms may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button:disabled")) button.disabled = false;
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});

addEventListener("beforeunload", (event) => {
  const open = [...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form));
  if (open) event.preventDefault();
});

// The reader of a refused form is taken to what was wrong.
function showProblem() {
  document.querySelector("[data-problems]")?.focus();
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showProblem);
else showProblem();
