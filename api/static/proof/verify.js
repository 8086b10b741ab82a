// The checks 1 to 14 in their order; the first that fails ends the verification.

/** What a reader trusts, from the JSON of a trust file; a deployment file is one. */
function readTrust(bytes) {
  return orRefuse(0, "trust-malformed", () => {
    const fields = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const plain = (value, pattern) => {
      need(typeof value === "string" && pattern.test(value));
      return value.slice(2).toLowerCase();
    };
    const address = (value) => plain(value, /^0x[0-9a-fA-F]{40}$/);
    const hash = (value) => plain(value, /^0x[0-9a-f]{64}$/);
    const addresses = (values) => {
      const found = new Set(list(values, 1024).map(address));
      need(found.size === values.length);
      return [...found].sort();
    };
    count(fields.chain_id);
    const signers = addresses(fields.signers);
    need(signers.length);
    const contracts = new Map();
    need(isObject(fields.contracts));
    for (const [name, each] of Object.entries(fields.contracts)) {
      contracts.set(name, { address: address(each.address), code: hash(each.code_hash) });
    }
    const policy = fields.witnesses ?? { accepted: [], required: 0 };
    exactly(policy, ["accepted", "required"]);
    count(policy.required);
    const witnesses = addresses(policy.accepted);
    need(policy.required <= witnesses.length);
    const genesis = hash(fields.genesis_hash);
    const { required } = policy;
    return { chainId: fields.chain_id, genesis, signers, contracts, witnesses, required };
  }, { field: "?" });
}

/** `demands`: `now` in seconds since 1970, `notBefore` the oldest block of a state. */
function verifyChain(bytes, trust, demands) {
  const bundle = readBundle(bytes);
  const kind = KINDS.get(bundle.kind);
  const checks = [1];
  if (bundle.chain.id !== trust.chainId) {
    refuse(2, "other-chain", { expected: trust.chainId, found: bundle.chain.id });
  }
  if (bundle.chain.genesis !== `0x${trust.genesis}`) refuse(2, "other-genesis");
  const trusted = trust.contracts.get(kind.contract);
  if (!trusted || bundle.contract !== `0x${trusted.address}`) {
    refuse(3, "other-contract", { contract: kind.contract });
  }
  checks.push(2, 3);
  const blocks = new Map();
  if (bundle.statement) {
    blocks.set("statement", verifyStatement(bundle, kind, trust, demands));
    checks.push(4, 5, 6, 7, 8);
  }
  if (bundle.state) {
    blocks.set("state", verifyState(bundle, kind, trust, demands));
    checks.push(9, 10, 11, 12, 13);
  }
  checkWitnesses(bundle, blocks, trust);
  return { bundle, kind, checks: [...checks, 14] };
}

function verifyStatement(bundle, kind, trust, demands) {
  const part = bundle.statement;
  const headers = readHeaders(part, trust, 4);
  checkSeals(headers, trust, 5);
  checkTime(headers, demands.now, 6);
  const receipt = orRefuse(7, "receipt-not-proven", () => {
    const way = unpacked(part.receipt, MAX_BYTES);
    return valuesAt(way, headers[0].receiptsRoot, [toRlp(numberBytes(part.index))])[0];
  });
  checkStatement(bundle, kind, receipt);
  return headers[0];
}

function checkStatement(bundle, kind, bytes) {
  const part = bundle.statement;
  const { succeeded, logs } = orRefuse(8, "receipt-malformed", () => readReceipt(bytes));
  if (!succeeded) refuse(8, "transaction-failed");
  const log = part.log < logs.length ? logs[part.log] : null;
  const found = orRefuse(8, "other-event", () => {
    need(log && `0x${toHex(log.address)}` === bundle.contract);
    return wordsOf(kind.event, log);
  });
  for (const [name] of kind.event.words) {
    if (found[name] !== part.says[name]) refuse(8, "statement-differs", { field: name });
  }
  const [[name]] = kind.event.words;
  if (found[name] !== bundle.subject[name]) refuse(8, "subject-differs");
  if (kind.record && !isInTree(bundle, kind, found)) refuse(8, "record-not-proven");
  const { root } = kind.record ? bundle.record.says : found;
  if (kind.content && bundle.content.cid !== cidText(0x70, fromHex(root.slice(2)))) {
    refuse(8, "cid-differs");
  }
}

/** Whether a record stands at its place in the tree of a batch (RFC 9162, section 2.1.3.2). */
function isInTree(bundle, kind, batch) {
  const { says, path } = bundle.record;
  let place = BigInt(bundle.subject.index);
  let last = BigInt(batch.records) - 1n;
  if (place > last) return false;
  let found = sha256(joined(Uint8Array.of(0), ...kind.record.map(([name]) => word(BigInt(says[name])))));
  for (const each of path) {
    if (last === 0n) return false;
    const beside = fromHex(each.slice(2));
    const right = place % 2n === 1n || place === last;
    found = sha256(joined(Uint8Array.of(1), ...(right ? [beside, found] : [found, beside])));
    while (right && place % 2n === 0n && place > 0n) {
      place /= 2n;
      last /= 2n;
    }
    place /= 2n;
    last /= 2n;
  }
  return last === 0n && `0x${toHex(found)}` === batch.tree;
}

function readReceipt(bytes) {
  const typed = bytes[0] === 1 || bytes[0] === 2;
  const fields = rlp(typed ? bytes.subarray(1) : bytes);
  need(Array.isArray(fields) && fields.length === 4);
  const [status, used, bloom, logs] = fields;
  numberOf(used);
  need(status instanceof Uint8Array && bloom instanceof Uint8Array && bloom.length === 256);
  need(status.length === 0 || (status.length === 1 && status[0] === 1));
  need(Array.isArray(logs));
  for (const log of logs) {
    need(Array.isArray(log) && log.length === 3);
    const [address, topics, data] = log;
    need(address instanceof Uint8Array && address.length === 20 && data instanceof Uint8Array);
    need(Array.isArray(topics) && topics.length <= 4);
    need(topics.every((topic) => topic instanceof Uint8Array && topic.length === 32));
  }
  const plain = logs.map(([address, topics, data]) => ({ address, topics, data }));
  return { succeeded: status.length === 1, logs: plain };
}

function wordsOf(event, log) {
  const { words, indexed } = event;
  need(log.topics.length === indexed + 1 && same(log.topics[0], topicOf(event)));
  need(log.data.length === 32 * (words.length - indexed));
  const found = {};
  words.forEach(([name, type], i) => {
    const at = 32 * (i - indexed);
    found[name] = shown(type, i < indexed ? log.topics[i + 1] : log.data.subarray(at, at + 32));
  });
  return found;
}

function verifyState(bundle, kind, trust, demands) {
  const part = bundle.state;
  const headers = readHeaders(part, trust, 9);
  const { number } = part.block;
  if (bundle.statement && number < bundle.statement.block.number) refuse(9, "state-too-early");
  checkSeals(headers, trust, 10);
  checkTime(headers, demands.now, 11);
  const wanted = demands.notBefore;
  if (number < wanted) refuse(11, "state-stale", { number, wanted });
  const account = orRefuse(12, "account-not-proven", () => {
    const key = keccak(fromHex(bundle.contract.slice(2)));
    const [found] = valuesAt(unpacked(part.account, MAX_BYTES), headers[0].stateRoot, [key]);
    const fields = rlp(found);
    need(Array.isArray(fields) && fields.length === 4);
    return fields;
  });
  const { contract } = kind;
  if (toHex(account[3]) !== trust.contracts.get(contract).code) refuse(12, "other-code", { contract });
  const held = orRefuse(13, "storage-not-proven", () => {
    const keys = kind.state.map((slot) => keccak(slotKey(slot, bundle.subject)));
    return valuesAt(unpacked(part.storage, MAX_BYTES), account[2], keys).map((written, i) => {
      const value = rlp(written);
      need(value instanceof Uint8Array && value.length && value.length <= 32 && value[0] !== 0);
      return shown(kind.state[i][1], joined(new Uint8Array(32 - value.length), value));
    });
  });
  kind.state.forEach(([name], i) => {
    if (held[i] !== part.says[name]) refuse(13, "state-differs", { field: name });
  });
  return headers[0];
}

function checkWitnesses(bundle, blocks, trust) {
  const seen = new Set();
  for (const each of bundle.witnesses) {
    const witness = each.address;
    const name = `${each.section} ${witness}`;
    if (!trust.witnesses.includes(witness.slice(2))) refuse(14, "witness-unknown", { witness });
    if (seen.has(name)) refuse(14, "witness-repeated", { witness });
    seen.add(name);
    orRefuse(14, "witness-differs", () => {
      const signature = fromBase64(each.signature).slice();
      need(signature.length === 65 && [27, 28].includes(signature[64]));
      signature[64] -= 27;
      const signer = signerOf(witnessDigest(blocks.get(each.section), trust), signature);
      need(`0x${toHex(signer)}` === witness);
    }, { witness });
  }
  for (const part of blocks.keys()) {
    const found = [...seen].filter((name) => name.startsWith(`${part} `)).length;
    const expected = trust.required;
    if (found < expected) refuse(14, "witnesses-too-few", { expected, found });
  }
}

/** What a witness signs (EIP-712). */
function witnessDigest(header, trust) {
  const hashed = (said) => keccak(utf8(said));
  const domain = keccak(
    hashed("EIP712Domain(string name,string version,uint256 chainId)"),
    hashed("Qoima witness"),
    hashed("1"),
    word(trust.chainId),
  );
  const statement = keccak(
    hashed("Witness(bytes32 genesis,uint256 number,bytes32 hash,bytes32 stateRoot)"),
    fromHex(trust.genesis),
    word(header.number),
    header.hash,
    header.stateRoot,
  );
  return keccak(Uint8Array.of(0x19, 0x01), domain, statement);
}
