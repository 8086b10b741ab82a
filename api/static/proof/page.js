// The page: files in, the verdict in the reader's language out.

const LANGUAGES = ["kk", "ru", "en"];
let said = null;

function wordsIn(language) {
  return WORDS[language];
}

function chosenLanguage() {
  const wanted = (navigator.languages ?? []).map((each) => each.slice(0, 2).toLowerCase());
  return wanted.find((each) => LANGUAGES.includes(each)) ?? "kk";
}

function filled(pattern, facts) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? "?"));
}

function element(name, content, className) {
  const made = document.createElement(name);
  made.textContent = content;
  if (className) made.className = className;
  return made;
}

function speak(language) {
  document.documentElement.lang = language;
  const words = wordsIn(language);
  document.title = words.page.title;
  for (const each of document.querySelectorAll("[data-said]")) {
    each.textContent = words.page[each.dataset.said];
  }
  for (const each of document.querySelectorAll("[data-language]")) {
    each.setAttribute("aria-pressed", String(each.dataset.language === language));
  }
  if (said) show(said);
}

/** The verdict: what holds, or the refusal. */
function show(verdict) {
  said = verdict;
  const words = wordsIn(document.documentElement.lang);
  const place = document.getElementById("verdict");
  place.replaceChildren();
  const { proven, refusal } = verdict;
  place.className = proven ? "good" : "bad";
  place.dataset.check = proven ? "0" : String(refusal.check ?? "");
  place.dataset.code = refusal?.code ?? "";
  if (!proven) {
    const phrase = words.refusals[refusal.code];
    place.append(element("h2", words.page.fails));
    place.append(element("p", phrase ? phrase.title : words.page.fault));
    if (phrase?.detail) place.append(element("p", filled(phrase.detail, refusal.facts)));
    return;
  }
  place.append(element("h2", words.page.holds));
  place.append(table(Object.entries(proven.bundle.subject), words));
  for (const [part, name] of [["statement", "stated"], ["state", "held"]]) {
    const found = proven.bundle[part];
    if (!found) continue;
    const when = new Date(found.block.time * 1000).toISOString();
    place.append(element("h3", `${words.page[name]} ${found.block.number} · ${when}`));
    place.append(table(Object.entries(found.says), words));
  }
  const { content, record } = proven.bundle;
  if (record) {
    place.append(element("h3", words.page.listed));
    place.append(table(Object.entries(record.says), words));
  }
  if (content) {
    const shown = ["cid", "path", "file", "sha256"].filter((name) => content[name]);
    place.append(table(shown.map((name) => [name, content[name]]), words));
  }
  place.append(element("p", `${words.page.checks}: ${proven.checks.join(", ")}`));
  place.append(element("p", words.page.limits, "hint"));
}

function table(rows, words) {
  const made = document.createElement("dl");
  for (const [name, value] of rows) {
    const said = words.values[name]?.[value] ?? value;
    made.append(element("dt", words.fields[name] ?? name), element("dd", said));
  }
  return made;
}

function fileOf(id) {
  return document.getElementById(id).files[0] ?? null;
}

async function bytesOf(file) {
  return new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer());
}

async function verifyChosen() {
  const place = document.getElementById("verdict");
  place.replaceChildren(element("p", "…"));
  place.className = "";
  place.dataset.check = "";
  const about = fileOf("file");
  const file = about && {
    size: about.size,
    read: async (from, to) => new Uint8Array(await about.slice(from, to).arrayBuffer()),
  };
  const notBefore = Number(document.getElementById("not-before").value || 0);
  try {
    const bundle = await bytesOf(fileOf("bundle"));
    const trust = readTrust(await bytesOf(fileOf("trust")));
    const demands = { now: Math.floor(Date.now() / 1000), notBefore };
    show({ proven: await verifyProof(bundle, trust, demands, file) });
  } catch (error) {
    show({ refusal: error instanceof Refusal ? error : { code: "", facts: {} } });
  }
}

if (typeof document === "object" && document) {
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    verifyChosen();
  });
  for (const each of document.querySelectorAll("[data-language]")) {
    each.addEventListener("click", () => speak(each.dataset.language));
  }
  speak(chosenLanguage());
}
