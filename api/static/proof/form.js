// The first check: canonical JSON (RFC 8785) with exactly the fields of its kind.

const MAX_BYTES = 4 << 20;
const MAX_HEADER = 1 << 15;
const WORD_FORMS = {
  uint256: /^(0|[1-9][0-9]{0,77})$/,
  bytes32: /^0x[0-9a-f]{64}$/,
  address: /^0x[0-9a-f]{40}$/,
};

function readBundle(bytes) {
  if (bytes.length > MAX_BYTES) refuse(1, "too-large", { limit: MAX_BYTES });
  const bundle = orRefuse(1, "not-canonical", () => readCanonical(bytes));
  const given = isObject(bundle) ? bundle.format : undefined;
  if (given !== "qoima-proof/1") refuse(1, "unknown-format", { given: String(given).slice(0, 80) });
  orRefuse(1, "malformed", () => checkForm(bundle), { field: "?" });
  return bundle;
}

function readCanonical(bytes) {
  let brackets = 0;
  for (const byte of bytes) if (byte === 0x5b || byte === 0x7b) brackets += 1;
  need(brackets <= 1000);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const value = JSON.parse(text);
  need(canonical(value) === text);
  return value;
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  if (typeof value === "number") need(Number.isSafeInteger(value));
  if (typeof value === "string") need(!/\p{Surrogate}/u.test(value));
  return JSON.stringify(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function exactly(value, names) {
  need(isObject(value));
  need(Object.keys(value).sort().join() === [...names].sort().join());
}

function checkForm(bundle) {
  const kind = KINDS.get(text(bundle.kind));
  need(kind);
  const top = ["chain", "contract", "format", "kind", "subject", "witnesses"];
  if (kind.content) top.push("content");
  if (kind.record) top.push("record");
  if (kind.event) top.push("statement");
  if (!kind.event || Object.hasOwn(bundle, "state")) top.push("state");
  exactly(bundle, top);
  exactly(bundle.chain, ["genesis", "id"]);
  count(bundle.chain.id);
  isWord("bytes32", bundle.chain.genesis);
  isWord("address", bundle.contract);
  areWords(bundle.subject, Object.entries(kind.subject));
  if (kind.event) {
    section(bundle.statement, kind.event.words, ["receipt"], ["index", "log"]);
    count(bundle.statement.index);
    count(bundle.statement.log);
  }
  if (bundle.state !== undefined) section(bundle.state, kind.state, ["account", "storage"], []);
  if (kind.content) checkContentForm(bundle.content, kind.content);
  if (kind.record) {
    exactly(bundle.record, ["path", "says"]);
    areWords(bundle.record.says, kind.record);
    list(bundle.record.path, 64).forEach((each) => isWord("bytes32", each));
  }
  list(bundle.witnesses, 256).forEach((each) => {
    exactly(each, ["address", "section", "signature"]);
    need(["statement", "state"].includes(each.section) && Object.hasOwn(bundle, each.section));
    isWord("address", each.address);
    fromBase64(each.signature);
  });
}

function checkContentForm(content, names) {
  exactly(content, names);
  need(content.profile === "unixfs-v1-2025");
  text(content.cid);
  if (!names.includes("car")) return;
  text(content.path);
  text(content.file);
  if (content.sha256 !== null) isWord("bytes32", content.sha256);
  fromBase64(content.car);
}

function section(value, words, ways, more) {
  exactly(value, ["block", "headers", "says", ...ways, ...more]);
  exactly(value.block, ["number", "parent", "time"]);
  isWord("bytes32", value.block.parent);
  count(value.block.number);
  count(value.block.time);
  list(value.headers, 520).forEach((each) => unpacked(each, MAX_HEADER));
  for (const way of ways) unpacked(value[way], MAX_BYTES);
  areWords(value.says, words);
}

function areWords(value, types) {
  exactly(value, types.map(([name]) => name));
  for (const [name, type] of types) isWord(type, value[name]);
}

function isWord(type, value) {
  need(typeof value === "string" && WORD_FORMS[type].test(value));
  if (type === "uint256") need(BigInt(value) < 2n ** 256n);
}

function count(value) {
  need(Number.isSafeInteger(value) && value >= 0);
}

function text(value) {
  need(typeof value === "string" && value.length > 0 && [...value].length <= 4096);
  return value;
}

function list(value, most) {
  need(Array.isArray(value) && value.length <= most);
  return value;
}
