// Makes random graphs of everything that can be cloned, and compares them.
// The value is { make(seed), equal(a, b) }.
(() => {
  'use strict';

  // xorshift: the same graphs every time.
  function random(seed) {
    let state = seed * 2654435761 >>> 0 || 1;
    return (n) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state % n;
    };
  }

  const texts = ['', 'a', 'text', 'é', 'ÿ', 'Ā', 'ключ', '日本', '🎉', 'a🎉b', '\0', 'line\n', 'x'.repeat(200), 'é'.repeat(100), '🎉'.repeat(70)];
  const names = ['a', 'b', 'name', 'x y', '', '0', '1', '17', '4294967294', '4294967295', '-1', '1.5', 'é', 'ключ', '__proto__', 'constructor', 'length'];
  const numbers = [0, -0, 1, -1, 63, 64, 127, 128, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53) - 2,
    0.1, -1.5, 1e21, 1e-7, 1e300, 5e-324, NaN, Infinity, -Infinity];
  const bigints = [0n, 1n, -1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 64n), 2n ** 200n + 12345n, -(2n ** 128n)];
  const views = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
    BigInt64Array, BigUint64Array, DataView].concat(typeof Float16Array === 'undefined' ? [] : [Float16Array]);
  const errors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
  const flags = ['', 'g', 'gi', 'dgimsuy', 'v', 'sy'];

  function make(seed) {
    const next = random(seed);
    const pick = (list) => list[next(list.length)];
    const known = [];  // objects to refer to again
    const buffers = [];
    let budget = 1 + next(60);
    const keep = (o) => (known.push(o), o);

    function fill(o, depth, most) {
      for (let n = next(most); n > 0; n--) {
        const name = pick(names);
        if (Array.isArray(o) && (name === 'length' || name === '4294967294')) continue;
        Object.defineProperty(o, name, { value: value(depth + 1), enumerable: true, configurable: true, writable: true });
      }
    }

    function buffer() {
      if (buffers.length && next(3) === 0) return pick(buffers);
      const length = 8 * next(5);
      const b = next(4) === 0 ? new ArrayBuffer(length, { maxByteLength: length + 8 * next(3) }) : new ArrayBuffer(length);
      new Uint8Array(b).forEach((_, i, bytes) => { bytes[i] = next(256); });
      buffers.push(b);
      return keep(b);
    }

    function view() {
      const b = buffer();
      const View = pick(views);
      const size = View.BYTES_PER_ELEMENT || 1;
      switch (next(3)) {
        case 0: return keep(new View(b));
        case 1: {
          const offset = size * next(b.byteLength / size + 1);
          return keep(new View(b, offset, next((b.byteLength - offset) / size + 1) * (View === DataView ? 1 : 1)));
        }
      }
      return keep(new View(b, 0));
    }

    function object(depth) {
      switch (next(16)) {
        case 0: case 1: case 2: { const o = keep({}); fill(o, depth, 6); return o; }
        case 3: case 4: { const a = keep([]); for (let n = next(6); n > 0; n--) a.push(value(depth + 1)); return a; }
        case 5: {
          const a = keep(new Array(next(8)));
          for (let n = 0; n < a.length; n++) if (next(2)) a[n] = value(depth + 1);
          if (next(2)) fill(a, depth, 3);
          return a;
        }
        case 6: { const a = keep([]); for (let n = next(5); n > 0; n--) a.push(pick(numbers)); if (next(3) === 0) a[1000 + next(100000)] = 1; return a; }
        case 7: return keep(new Date(next(5) ? (next(2) ? 1 : -1) * next(2 ** 31) * 1000 + next(1000) : NaN));
        case 8: return keep(new RegExp(pick(['a', '(?:)', '[a-z]+', '\\d', 'ключ', '/']), pick(flags)));
        case 9: { const m = keep(new Map()); for (let n = next(4); n > 0; n--) m.set(value(depth + 1), value(depth + 1)); return m; }
        case 10: { const s = keep(new Set()); for (let n = next(4); n > 0; n--) s.add(value(depth + 1)); return s; }
        case 11: return keep(Object(pick([true, false, pick(numbers), pick(texts), pick(bigints)])));
        case 12: {
          const E = pick(errors);
          const e = next(3) ? new E(pick(texts)) : new E(pick(texts), { cause: value(depth + 1) });
          if (next(4) === 0) e.stack = pick(texts);
          return keep(e);
        }
        case 13: return buffer();
        case 14: case 15: return view();
      }
    }

    function value(depth) {
      budget--;
      if (depth > 8 || budget < 0 || next(3) === 0) {
        switch (next(8)) {
          case 0: return undefined;
          case 1: return null;
          case 2: return next(2) === 0;
          case 3: case 4: return pick(numbers);
          case 5: return pick(bigints);
          default: return pick(texts);
        }
      }
      if (known.length && next(6) === 0) return pick(known);
      return object(depth);
    }
    return value(0);
  }

  const tag = (v) => Object.prototype.toString.call(v);

  // Gives undefined, or where a and b differ.
  function equal(a, b) {
    const pairs = new Map(), back = new Map();
    function differ(a, b, path) {
      if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b) ? undefined : path;
      if (tag(a) !== tag(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return path + ': ' + tag(a) + tag(b);
      if (a instanceof Date) return Object.is(+a, +b) ? undefined : path;
      if (pairs.has(a) || back.has(b)) return pairs.get(a) === b && back.get(b) === a ? undefined : path + ': not the same';
      pairs.set(a, b);
      back.set(b, a);
      if (a instanceof RegExp) return a.source === b.source && a.flags === b.flags ? undefined : path;
      if (a instanceof ArrayBuffer) {
        const x = new Uint8Array(a), y = new Uint8Array(b);
        return a.resizable === b.resizable && a.maxByteLength === b.maxByteLength && x.length === y.length && x.every((c, i) => c === y[i]) ? undefined : path;
      }
      if (ArrayBuffer.isView(a)) {
        if (a.byteOffset !== b.byteOffset || a.byteLength !== b.byteLength) return path;
        const resized = differ(a.buffer, b.buffer, path + '.buffer');
        if (resized || !a.buffer.resizable || a.buffer.maxByteLength === a.buffer.byteLength) return resized;
        const length = a.buffer.byteLength;  // does it track?
        a.buffer.resize(length + 8);
        b.buffer.resize(length + 8);
        const same = a.byteLength === b.byteLength;
        a.buffer.resize(length);
        b.buffer.resize(length);
        return same ? undefined : path + ': tracking';
      }
      if (a instanceof Boolean || a instanceof Number || a instanceof String || a instanceof BigInt) return Object.is(a.valueOf(), b.valueOf()) ? undefined : path;
      if (a instanceof Error) {
        if (a.message !== b.message || a.name !== b.name || (a.stack || '') !== (b.stack || '') || Object.hasOwn(a, 'cause') !== Object.hasOwn(b, 'cause')) return path;
        return differ(a.cause, b.cause, path + '.cause');
      }
      if (a instanceof Map || a instanceof Set) {
        const x = [...a], y = [...b];
        return differ(x, y, path + '<>');
      }
      if (Array.isArray(a) && a.length !== b.length) return path + '.length';
      const keys = Object.keys(a);
      if (keys.length !== Object.keys(b).length) return path + ': keys';
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return path + '.' + key;
        const d = differ(a[key], b[key], path + '.' + key);
        if (d) return d;
      }
    }
    return differ(a, b, '$');
  }
  return { make, equal };
})()
