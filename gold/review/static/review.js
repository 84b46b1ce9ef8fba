// The keyboard of the review page. A key clicks, or focuses, the element that carries it in data-key; what the keys
// do stands in the help dialog of _frame.html. No text of a document is ever made into markup here.
"use strict";

const EDITABLE = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const panel = document.getElementById("panel");

const shown = (element) => element.getClientRects().length > 0;
const scope = () => document.querySelector("dialog[open]") || document;
const focus = (element) => {
  element.focus();
  element.scrollIntoView({ block: "nearest" });
};

function act(element) {
  if (element.matches("textarea, select, input")) {
    focus(element);
    if (element.select) element.select();
  } else {
    element.click();
  }
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")].filter(shown);
  const row = document.activeElement.closest("[data-row]");
  const here = row ? items.findIndex((item) => row.contains(item)) : items.indexOf(document.activeElement);
  const next = items[Math.min(Math.max(here + by, 0), items.length - 1)];
  if (next) focus(next);
  return items.length > 0;
}

function doubtfulUnit() {
  const units = [...document.querySelectorAll("#row-form .unit")];
  return units.find((unit) => unit.matches(".doubtful")) || units[0];
}

function link(unit, id, name) {
  unit.querySelector("[name=unit_id]").value = id;
  const linked = unit.querySelector(".linked");
  linked.textContent = name || "not linked";
  unit.classList.toggle("linked-now", Boolean(id));
  unit.classList.remove("doubtful");
  const pick = unit.querySelector(".pick");
  pick.value = "";
  unit.querySelector(".candidates").replaceChildren();
  if (id) unit.querySelector("[name=unit_collective]").value = "";
  dirty(unit);
}

function dirty(element) {
  const form = element.closest("form.fields");
  if (form) form.classList.add("dirty");
}

function markBest(list, by) {
  const all = [...list.querySelectorAll(".candidate")];
  const now = all.findIndex((one) => one.classList.contains("best"));
  const next = Math.min(Math.max(now + by, 0), all.length - 1);
  all.forEach((one, n) => one.classList.toggle("best", n === next));
}

function inPick(event) {
  const unit = event.target.closest(".unit");
  const list = unit.querySelector(".candidates");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    markBest(list, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !event.ctrlKey) {
    const best = list.querySelector(".candidate.best") || list.querySelector(".candidate");
    if (best) link(unit, best.dataset.unitId, best.dataset.unitName);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function inField(event) {
  if (event.target.matches(".pick") && inPick(event)) return;
  if (event.key === "Escape" && !event.target.closest("dialog")) {
    event.target.blur();
  } else if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    const form = event.target.form;
    const save = form && (form.querySelector("[data-submit-key]") || form.querySelector("[value=save]"));
    if (save) save.click();
  } else if (event.key === "Enter" && event.target.matches("#row-form input")) {
    event.preventDefault(); // a form of many fields is not sent by accident
  }
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches(EDITABLE)) {
    inField(event);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = document.activeElement.closest("[data-row], .change");
  const own = row && row.querySelector(`[data-rowkey="${CSS.escape(event.key)}"]`);
  if (own && scope() === document) {
    event.preventDefault();
    own.click();
    return;
  }
  if (scope() === document && event.key === "u" && doubtfulUnit()) {
    event.preventDefault();
    focus(doubtfulUnit().querySelector(".pick"));
    return;
  }
  if (scope() === document && /^[1-9]$/.test(event.key) && doubtfulUnit()) {
    const unit = doubtfulUnit();
    const chosen = unit.querySelectorAll(".candidate")[Number(event.key) - 1];
    if (chosen) link(unit, chosen.dataset.unitId, chosen.dataset.unitName);
    return;
  }
  const found = [...scope().querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(shown);
  if (found) {
    event.preventDefault();
    act(found);
    return;
  }
  const arrows = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
  if (scope() === document && event.key in arrows && document.querySelector("[data-item]") && step(arrows[event.key])) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, summary");
  if (!target) return;
  if (target.dataset.open) document.getElementById(target.dataset.open).showModal();
  if ("close" in target.dataset) target.closest("dialog").close();
  if ("panel" in target.dataset) panel.dataset.asked = "yes";
  if ("unitId" in target.dataset) link(target.closest(".unit"), target.dataset.unitId, target.dataset.unitName);
  if ("unlink" in target.dataset) link(target.closest(".unit"), "", "");
  if ("remove" in target.dataset) {
    dirty(target);
    target.closest("li").remove();
  }
  if ("addUnit" in target.dataset) {
    const made = target.parentElement.querySelector("template").content.cloneNode(true);
    target.parentElement.before(made);
    const item = target.parentElement.previousElementSibling;
    window.htmx.process(item);
    dirty(target);
    (item.querySelector(".pick") || item.querySelector("select")).focus();
  }
  if ("zoom" in target.dataset) {
    const page = document.getElementById("page");
    const whole = page.classList.toggle("whole");
    page.setAttribute("viewBox", whole ? page.dataset.full : page.dataset.crop);
  }
  if ("swapTo" in target.dataset) swap(target.dataset.swapFrom, target.dataset.swapTo, target);
});

// A reading chosen in the text goes into every field that holds the word.
function swap(from, to, button) {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const word = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${escaped}(?![\\p{L}\\p{M}\\p{N}])`, "gu");
  for (const field of document.querySelectorAll("#row-form textarea, #row-form .as-written")) {
    const made = field.value.replace(word, () => to);
    if (made !== field.value) {
      field.value = made;
      dirty(field);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  const edit = button.closest(".edit");
  edit.querySelector("summary").textContent = to;
  edit.open = false;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".pick")) dirty(event.target);
});

document.addEventListener("change", (event) => {
  if ("submit" in event.target.dataset) event.target.form.requestSubmit();
});

// One explanation of an edit is open at a time.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches || !event.target.matches(".edit[open]")) return;
  for (const other of document.querySelectorAll(".edit[open]")) if (other !== event.target) other.open = false;
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "panel-body") {
    if (!panel.open) panel.showModal();
    const first = panel.querySelector("[autofocus]") || panel.querySelector("textarea");
    if (first && panel.dataset.asked) first.focus();
    delete panel.dataset.asked;
  }
  if (event.target.matches(".candidates")) {
    markBest(event.target, 0);
  }
});

// After a line of the document's table was settled in place the next one is in focus.
let settled = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = event.detail.target;
  settled = row.matches("tr[data-row]") ? row.id : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!settled) return;
  const row = document.getElementById(settled);
  settled = null;
  const next = row && row.nextElementSibling;
  const item = (next || row).querySelector("[data-item]");
  if (item) focus(item);
});
