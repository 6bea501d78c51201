// The value under the pointer, at once. Without scripts the browser shows the
// <title> of the mark a little later.

let box;

function tip() {
  if (!box) {
    box = document.createElement("div");
    box.className = "chart-tip";
    box.setAttribute("aria-hidden", "true");
    document.body.append(box);
  }
  return box;
}

function words(mark) {
  const title = mark.querySelector(":scope > title");
  if (title) {
    mark.dataset.tip = title.textContent;
    // Kept as the name of the link; two hints at once would be one too many.
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  return mark.dataset.tip;
}

document.addEventListener("pointerover", (event) => {
  const mark = event.target.closest?.(".chart .mark");
  const text = mark && words(mark);
  if (!text) {
    if (box) box.hidden = true;
    return;
  }
  const hint = tip();
  hint.textContent = text;
  hint.hidden = false;
  const at = event.target.getBoundingClientRect();
  const half = hint.offsetWidth / 2;
  const middle = Math.min(Math.max(at.left + at.width / 2, half + 8), innerWidth - half - 8);
  const above = at.top - hint.offsetHeight - 8;
  hint.style.left = `${middle - half + scrollX}px`;
  hint.style.top = `${(above > 0 ? above : at.bottom + 8) + scrollY}px`;
});
