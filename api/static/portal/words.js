// What a page of the portal says beside its own text: states, each with a title and words, and
// sentences. All of it comes with the page, in its language.

const root = document.getElementById("portal");
const { states, said } = JSON.parse(root.dataset.words);

/** The chain as a wallet must have it, and the contracts that may be called, by address. */
export const network = JSON.parse(root.dataset.network);

/** Whose session the page was made for; null where nobody has signed in. */
export const account = root.dataset.account || null;

/** Where the follow-up of a sent act is. */
export const sentAt = root.dataset.sent;

function filled(text, facts) {
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** A sentence with its facts filled in. */
export function say(name, facts = {}) {
  return filled(said[name], facts);
}

/** What a state is called. */
export const titleOf = (name) => states[name].title;

const box = document.getElementById("state");

/** Show a state and lead the reader to it; `detail` is what somebody else said of it. */
export function show(name, { facts = {}, detail = "", tone = "bad", choices = [], quiet } = {}) {
  const { title, words } = states[name];
  report(filled(title, facts), words ? filled(words, facts) : "", { detail, tone, choices, quiet });
  box.dataset.state = name;
}

/** Show a refusal in the words of who refused. */
export function report(title, words, { detail = "", tone = "bad", choices = [], quiet } = {}) {
  box.className = `notice ${tone}`;
  box.dataset.state = "refusal";
  box.querySelector("h2").textContent = title;
  box.querySelector(".words").textContent = words;
  box.querySelector(".more").textContent = detail;
  box.querySelector(".choices").replaceChildren(
    ...choices.map(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say(label);
      button.addEventListener("click", act);
      return button;
    }),
  );
  box.hidden = false;
  if (!quiet) box.focus();
}

/** Take away what was shown. */
export function clear() {
  box.hidden = true;
  delete box.dataset.state;
}
