// The kinds of proof: which event states a record, which slots of storage hold it.

const DEPOSITED = [
  ["number", "uint256"],
  ["root", "bytes32"],
  ["possessor", "uint256"],
  ["account", "address"],
  ["size", "uint256"],
  ["kind", "uint256"],
  ["access", "uint256"],
  ["origin", "uint256"],
  ["conclusion", "bytes32"],
  ["previous", "uint256"],
];
const NOTIFIED = [
  ["number", "uint256"],
  ["miner", "uint256"],
  ["account", "address"],
  ["form", "bytes32"],
  ["starts_at", "uint256"],
];
const DEPOSITED_MANY = [
  ["batch", "uint256"],
  ["tree", "bytes32"],
  ["possessor", "uint256"],
  ["account", "address"],
  ["records", "uint256"],
  ["list", "bytes32"],
];
// The words of a record in the list whose root that event names, in their order in its leaf.
const RECORD = [
  ["root", "bytes32"],
  ["size", "uint256"],
  ["kind", "uint256"],
  ["access", "uint256"],
  ["origin", "uint256"],
  ["conclusion", "bytes32"],
];
const NUMBER = { number: "uint256" };
// A slot: its word, the slot of the mapping, the keys into it, the word's place in the struct.
const HELD = [
  ["possessor", "uint256", 1, ["number"], 6],
  ["status", "uint256", 1, ["number"], 9],
];

const KINDS = new Map(
  Object.entries({
    deposit: {
      contract: "depository",
      subject: NUMBER,
      event: { name: "Deposited", words: DEPOSITED, indexed: 3 },
      state: HELD,
      content: ["cid", "profile"],
    },
    file: {
      contract: "depository",
      subject: NUMBER,
      event: { name: "Deposited", words: DEPOSITED, indexed: 3 },
      state: HELD,
      content: ["car", "cid", "file", "path", "profile", "sha256"],
    },
    record: {
      contract: "depository",
      subject: { batch: "uint256", index: "uint256" },
      event: { name: "DepositedMany", words: DEPOSITED_MANY, indexed: 3 },
      state: [
        ["possessor", "uint256", 8, ["batch"], 3],
        ["status", "uint256", 8, ["batch"], 4],
      ],
      content: ["cid", "profile"],
      record: RECORD,
    },
    ownership: { contract: "depository", subject: NUMBER, state: HELD },
    balance: {
      contract: "digital_assets",
      subject: { account: "address", class: "uint256" },
      state: [["balance", "uint256", 8, ["class", "account"], 0]],
    },
    notification: {
      contract: "mining_registry",
      subject: NUMBER,
      event: { name: "Notified", words: NOTIFIED, indexed: 2 },
      state: [
        ["miner", "uint256", 1, ["number"], 0],
        ["form", "bytes32", 1, ["number"], 1],
      ],
    },
  }),
);

function topicOf(event) {
  return keccak(utf8(`${event.name}(${event.words.map(([, type]) => type).join(",")})`));
}

/** Where a slot lies: Vyper hashes the mapping's slot before the key. */
function slotKey([, , base, keys, offset], subject) {
  let at = word(base);
  for (const key of keys) at = keccak(at, word(BigInt(subject[key])));
  return word((bigOf(at) + BigInt(offset)) % 2n ** 256n);
}

/** A word of 32 bytes as text. */
function shown(type, bytes) {
  if (type === "uint256") return bigOf(bytes).toString();
  if (type === "bytes32") return `0x${toHex(bytes)}`;
  need(bytes.subarray(0, 12).every((byte) => byte === 0));
  return `0x${toHex(bytes.subarray(12))}`;
}
