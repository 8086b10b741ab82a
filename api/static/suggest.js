// Suggests records while the reader writes into a field of search (ARIA combobox with a list); without
// it the form leads to the page of search, as Enter does while no suggestion is chosen.

const WAIT = 200;
const LEAST = 2;

function enliven(form) {
  const input = form.querySelector("input[name=q]");
  const { suggest, label } = form.dataset;
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let timer = 0;
  let asking = null;
  let chosen = -1;

  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  said.className = "unseen";
  said.setAttribute("role", "status");
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    input.setAttribute(name, value);
  }
  form.append(list, said);

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(place) {
    chosen = place;
    input.removeAttribute("aria-activedescendant");
    [...list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === place));
      if (at !== place) return;
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  function option(hit, at) {
    const row = document.createElement("li");
    row.id = `${list.id}-${at}`;
    row.dataset.href = hit.href;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.className = "suggestion-title";
    title.textContent = hit.title;
    row.append(title);
    if (hit.name) {
      const name = document.createElement("bdi");
      name.textContent = hit.name;
      row.append(" ", name);
    }
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      location.assign(hit.href);
    });
    return row;
  }

  async function ask() {
    const query = input.value.trim();
    asking?.abort();
    if (query.length < LEAST) return show(false);
    asking = new AbortController();
    try {
      const address = `${suggest}?q=${encodeURIComponent(query)}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return show(false);
      const found = await answer.json();
      list.replaceChildren(...found.hits.map(option));
      said.textContent = found.said;
      show(found.hits.length > 0 && document.activeElement === input);
    } catch {
      // It was asked again meanwhile, or the server is away: the form works without.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) show(true);
      choose((chosen + step + count + (chosen < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.href);
    }
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) enliven(form);
