// Headers of sealed blocks (EIP-225, London): whether they are the trusted signers' and final.

const SIZES = [20, 32, 32, 32, 256];
const PATIENCE = 15;

function readHeaders(part, trust, check) {
  const expected = trust.signers.length === 1 ? 1 : Math.floor(trust.signers.length / 2) + 2;
  const found = part.headers.length;
  if (found !== expected) refuse(check, "header-count", { expected, found });
  const { block } = part;
  const headers = [];
  part.headers.forEach((each, i) => {
    const parent = i ? headers[i - 1].hash : fromHex(block.parent.slice(2));
    const read = () => readHeader(unpacked(each, MAX_HEADER), parent, block.number + i);
    headers.push(orRefuse(check, "header-malformed", read, { place: i + 1 }));
  });
  if (headers[0].time !== block.time) refuse(check, "block-differs");
  for (let i = 1; i < headers.length; i += 1) {
    if (headers[i].time <= headers[i - 1].time) refuse(check, "headers-apart", { place: i + 1 });
  }
  return headers;
}

/** A header: what is given, and the parent, uncles, number and mix hash that are known. */
function readHeader(bytes, parent, number) {
  const given = rlp(bytes);
  need(Array.isArray(given) && given.length === 12);
  need(given.every((each) => each instanceof Uint8Array));
  SIZES.forEach((size, i) => need(given[i].length === size));
  const [difficulty, , , time] = [5, 6, 7, 8, 11].map((at) => numberOf(given[at]));
  const extra = given[9];
  need(extra.length >= 97 && given[10].length === 8);
  const whole = (written) => {
    const before = [parent, keccak(Uint8Array.of(0xc0)), ...given.slice(0, 6), numberBytes(number)];
    return toRlp([...before, ...given.slice(6, 9), written, new Uint8Array(32), ...given.slice(10)]);
  };
  return {
    hash: keccak(whole(extra)),
    stateRoot: given[1],
    receiptsRoot: given[3],
    difficulty,
    number,
    time,
    listed: extra.subarray(32, -65),
    sealed: keccak(whole(extra.subarray(0, -65))),
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
