// Headers of sealed blocks (EIP-225, London): whether they are the trusted signers' and final.

const SIZES = [32, 32, 20, 32, 32, 32, 256];
const PATIENCE = 15;

function readHeaders(part, trust, check) {
  const expected = trust.signers.length === 1 ? 1 : Math.floor(trust.signers.length / 2) + 2;
  const found = part.headers.length;
  if (found !== expected) refuse(check, "header-count", { expected, found });
  const headers = part.headers.map((each, i) =>
    orRefuse(check, "header-malformed", () => readHeader(fromBase64(each)), { place: i + 1 }),
  );
  const [first] = headers;
  const { block } = part;
  if (
    first.number !== block.number ||
    first.time !== block.time ||
    `0x${toHex(first.hash)}` !== block.hash
  ) {
    refuse(check, "block-differs");
  }
  for (let i = 1; i < headers.length; i += 1) {
    const [one, next] = [headers[i - 1], headers[i]];
    const follows =
      same(next.parent, one.hash) && next.number === one.number + 1 && next.time > one.time;
    if (!follows) refuse(check, "headers-apart", { place: i + 1 });
  }
  return headers;
}

function readHeader(bytes) {
  const fields = rlp(bytes);
  need(Array.isArray(fields) && fields.length === 16);
  need(fields.every((each) => each instanceof Uint8Array));
  SIZES.forEach((size, i) => need(fields[i].length === size));
  const [difficulty, number, , , time] = [7, 8, 9, 10, 11, 15].map((at) => numberOf(fields[at]));
  const extra = fields[12];
  need(extra.length >= 97 && fields[13].length === 32 && fields[14].length === 8);
  need(same(fields[1], keccak(Uint8Array.of(0xc0))) && fields[13].every((byte) => byte === 0));
  const bare = fields.slice();
  bare[12] = extra.subarray(0, -65);
  return {
    hash: keccak(bytes),
    parent: fields[0],
    stateRoot: fields[3],
    receiptsRoot: fields[5],
    difficulty,
    number,
    time,
    listed: extra.subarray(32, -65),
    sealed: keccak(toRlp(bare)),
    seal: extra.subarray(-65),
  };
}

function checkSeals(headers, trust, check) {
  const { signers } = trust;
  const sealed = [];
  headers.forEach((header, i) => {
    const place = i + 1;
    const name = orRefuse(check, "seal-malformed", () => toHex(signerOf(header.sealed, header.seal)), {
      place,
    });
    const signer = `0x${name}`;
    const turn = signers.indexOf(name);
    if (turn < 0) refuse(check, "signer-unknown", { place, signer });
    const near = sealed.slice(Math.max(0, i - Math.floor(signers.length / 2)));
    if (near.includes(name)) refuse(check, "signer-repeated", { place, signer });
    const inTurn = header.number % signers.length === turn;
    if (header.difficulty !== (inTurn ? 2 : 1)) refuse(check, "turn-differs", { place });
    const listed = toHex(header.listed);
    if (listed && listed !== signers.join("")) refuse(check, "checkpoint-differs", { place });
    sealed.push(name);
  });
}

function checkTime(headers, now, check) {
  const { time } = headers[headers.length - 1];
  if (time > now + PATIENCE) refuse(check, "from-the-future", { time });
}
