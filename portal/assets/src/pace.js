// <form data-pace data-seed data-parts data-limit>: work in place of waiting, for whoever has no
// account (portal/source/pace). For each part a number is looked for with which the SHA-256 of
// "seed:part:number" begins with 32 bits below the limit; then the form is sent. It is done in short
// turns, so that the page stays usable; who would wait less long than that sends it then. A worker would need a wider policy than the pages have, and
// crypto.subtle takes longer to be called than such a hash takes.

const WORDS = Uint32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const BEGIN = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const block = new Uint32Array(64);

// The first 32 bits of the SHA-256 of a text of at most 55 letters, all of them ASCII.
function firstBits(text) {
  block.fill(0, 0, 16);
  for (let i = 0; i < text.length; i += 1) block[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  block[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  block[15] = text.length * 8;
  for (let i = 16; i < 64; i += 1) {
    const x = block[i - 15];
    const y = block[i - 2];
    const small = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const other = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    block[i] = (block[i - 16] + small + block[i - 7] + other) | 0;
  }
  let [a, b, c, d, e, f, g, h] = BEGIN;
  for (let i = 0; i < 64; i += 1) {
    const up = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + up + ((e & f) ^ (~e & g)) + WORDS[i] + block[i]) | 0;
    const down = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (down + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (BEGIN[0] + a) >>> 0;
}

const TURN = 12; // milliseconds at a time: less than a frame
const pause = () => new Promise((go) => setTimeout(go));

async function work(form) {
  const { seed, parts, limit, seconds } = form.dataset;
  const waited = performance.now() + Number(seconds) * 1000;
  const done = form.querySelector("[data-pace-done]");
  const found = [];
  let began = performance.now();
  const send = () => {
    form.querySelector("[data-pace-work]").value = found.join(".");
    form.requestSubmit();
  };
  for (let part = 0; part < Number(parts); part += 1) {
    let number = 0;
    while (firstBits(`${seed}:${part}:${number}`) >= Number(limit)) {
      number += 1;
      if (number % 256 === 0 && performance.now() - began > TURN) {
        await pause();
        began = performance.now();
        if (began > waited) return send();
      }
    }
    found.push(number);
    done.value = found.length;
  }
  return send();
}

for (const form of document.querySelectorAll("[data-pace]")) {
  form.querySelector("[data-pace-waits]").hidden = true;
  form.querySelector("[data-pace-works]").hidden = false;
  work(form);
}
