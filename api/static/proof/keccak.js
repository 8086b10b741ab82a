// Keccak-256 as Ethereum has it: the sponge of FIPS 202 with the padding of before FIPS 202.

const RATE = 136;
const ROUNDS = keccakConstants();
const [TURNS, PLACES] = keccakWays();

/** The constants of iota, by the shift register of FIPS 202 §3.2.5. */
function keccakConstants() {
  const rounds = [];
  let register = 1;
  for (let round = 0; round < 24; round += 1) {
    let [low, high] = [0, 0];
    for (let j = 0; j < 7; j += 1) {
      const bit = (1 << j) - 1;
      if (register & 1) {
        if (bit < 32) low |= 1 << bit;
        else high |= 1 << (bit - 32);
      }
      register <<= 1;
      if (register & 0x100) register ^= 0x171;
    }
    rounds.push([low, high]);
  }
  return rounds;
}

/** How far rho turns each lane, and where pi puts it (FIPS 202 §3.2.2 and §3.2.3). */
function keccakWays() {
  const turns = new Array(25).fill(0);
  const places = new Array(25).fill(0);
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t += 1) {
    turns[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  for (let i = 0; i < 25; i += 1) {
    const [column, row] = [i % 5, Math.floor(i / 5)];
    places[i] = row + 5 * ((2 * column + 3 * row) % 5);
  }
  return [turns, places];
}

function turned(low, high, by) {
  if (by >= 32) [low, high, by] = [high, low, by - 32];
  if (by === 0) return [low, high];
  return [(low << by) | (high >>> (32 - by)), (high << by) | (low >>> (32 - by))];
}

function permute(low, high) {
  const [c, d, b, e] = [new Int32Array(5), new Int32Array(5), new Int32Array(25), new Int32Array(25)];
  for (const [roundLow, roundHigh] of ROUNDS) {
    for (let x = 0; x < 5; x += 1) {
      c[x] = low[x] ^ low[x + 5] ^ low[x + 10] ^ low[x + 15] ^ low[x + 20];
      d[x] = high[x] ^ high[x + 5] ^ high[x + 10] ^ high[x + 15] ^ high[x + 20];
    }
    for (let x = 0; x < 5; x += 1) {
      const [l, h] = turned(c[(x + 1) % 5], d[(x + 1) % 5], 1);
      for (let i = x; i < 25; i += 5) {
        low[i] ^= c[(x + 4) % 5] ^ l;
        high[i] ^= d[(x + 4) % 5] ^ h;
      }
    }
    for (let i = 0; i < 25; i += 1) [b[PLACES[i]], e[PLACES[i]]] = turned(low[i], high[i], TURNS[i]);
    for (let y = 0; y < 25; y += 5) {
      for (let x = 0; x < 5; x += 1) {
        low[y + x] = b[y + x] ^ (~b[y + ((x + 1) % 5)] & b[y + ((x + 2) % 5)]);
        high[y + x] = e[y + x] ^ (~e[y + ((x + 1) % 5)] & e[y + ((x + 2) % 5)]);
      }
    }
    low[0] ^= roundLow;
    high[0] ^= roundHigh;
  }
}

function keccak(...pieces) {
  const message = joined(...pieces);
  const padded = new Uint8Array((Math.floor(message.length / RATE) + 1) * RATE);
  padded.set(message);
  padded[message.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const words = new DataView(padded.buffer);
  const [low, high] = [new Int32Array(25), new Int32Array(25)];
  for (let at = 0; at < padded.length; at += RATE) {
    for (let i = 0; i < RATE / 8; i += 1) {
      low[i] ^= words.getInt32(at + 8 * i, true);
      high[i] ^= words.getInt32(at + 8 * i + 4, true);
    }
    permute(low, high);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 4; i += 1) {
    digest.setInt32(8 * i, low[i], true);
    digest.setInt32(8 * i + 4, high[i], true);
  }
  return new Uint8Array(digest.buffer);
}
