// Measures isolated-vm on Node: see bench/README.md.
// Usage: node --no-node-snapshot bench.js NAME MILLISECONDS
// It prints what a Go benchmark prints. Without arguments it lists the names.
'use strict';
const ivm = require('isolated-vm');
const source = require('../../work/work.json');

const SEVEN = 7;
const TEXT = '0123456789abcdef0123456789ABCDEF';

function newContext() {
  const isolate = new ivm.Isolate();
  return { isolate, context: isolate.createContextSync() };
}

// What a benchmark's function returns does the work n times; the value of a
// turn is checked.
function times(want, turn) {
  return (n) => {
    for (let i = 0; i < n; i++) {
      const got = turn(i);
      if (got !== want) throw new Error(`got ${got}, want ${want}`);
    }
  };
}

function onReference(text, want, turn) {
  const reference = newContext().context.evalSync(text, { reference: true });
  return times(want, (i) => turn(reference, i));
}

function callback(text, fn) {
  const { context } = newContext();
  context.global.setSync('callback', new ivm.Callback(fn));
  const loop = context.evalSync(text, { reference: true });
  return (n) => {
    const got = loop.applySync(undefined, [n]);
    if (got !== n) throw new Error(`${n} callbacks gave ${got}`);
  };
}

const benchmarks = {
  Callback0: () => callback(source.callback0, () => {}),
  Callback2: () => callback(source.callback2, (x, y) => x + y),
  Callback5: () => callback(source.callback5, (a, b, c, d, e) => a + b + c + d + e),
  Call0: () => onReference(source.call0, SEVEN, (f) => f.applySync(undefined, [])),
  Call1: () => onReference(source.call1, 2, (f) => f.applySync(undefined, [1])),
  Get: () => onReference(source.object, SEVEN, (o) => o.getSync('number')),
  Set: () => {
    const object = newContext().context.evalSync(source.object, { reference: true });
    return (n) => {
      for (let i = 0; i < n; i++) object.setSync('number', i);
      times(n - 1, () => object.getSync('number'))(1);
    };
  },
  Index: () => onReference(source.array, SEVEN, (a) => a.getSync(3)),
  IsNumber: () => onReference(source.number, true, (v) => v.typeof === 'number'),
  StringIn: () => {
    const { global } = newContext().context;
    return (n) => {
      for (let i = 0; i < n; i++) global.setSync('text', TEXT);
      times(TEXT, () => global.getSync('text'))(1);
    };
  },
  StringOut: () => onReference(source.string, TEXT, (v) => v.copySync()),
  CompileRun: () => {
    const { context } = newContext();
    return times(2, () => context.evalSync(source.script));
  },
  EnterRunLeave: () => {
    const { isolate, context } = newContext();
    const script = isolate.compileScriptSync(source.script);
    return times(2, () => script.runSync(context));
  },
  RecordsOut: () => onReference(source.records, 1000, (v) => v.copySync().length),
  RecordsIn: () => {
    const { context } = newContext();
    const records = context.evalSync(source.records, { copy: true });
    return (n) => {
      for (let i = 0; i < n; i++) context.global.setSync('records', records, { copy: true });
      times(1000, () => context.evalSync('records.length'))(1);
    };
  },
  BytesIn: () => {
    const { global } = newContext().context;
    const bytes = new Uint8Array(1 << 20);
    return (n) => {
      for (let i = 0; i < n; i++) global.setSync('bytes', bytes, { copy: true });
    };
  },
  CallSmall: () => onReference(source.callSmall, SEVEN, (f) =>
    f.applySync(undefined, [{ id: 1, name: 'a name' }], { arguments: { copy: true } })),
  NewContext: () => {
    const isolate = new ivm.Isolate();
    return (n) => {
      for (let i = 0; i < n; i++) isolate.createContextSync().release();
    };
  },
  NewIsolate: () => (n) => {
    for (let i = 0; i < n; i++) newContext().isolate.dispose();
  },
};

// As Go does: more and more turns until they take long enough.
function measure(run, milliseconds) {
  for (let n = 1; ; ) {
    const start = process.hrtime.bigint();
    run(n);
    const taken = Number(process.hrtime.bigint() - start);
    if (taken >= milliseconds * 1e6 || n >= 1e9) return [n, taken / n];
    const goal = Math.ceil((milliseconds * 1.2e6 * n) / Math.max(taken, 1));
    n = Math.min(Math.max(goal, n + 1), 100 * n);
  }
}

const [name, milliseconds] = process.argv.slice(2);
if (name === undefined) {
  console.log(Object.keys(benchmarks).join('\n'));
} else if (benchmarks[name]) {
  const [n, nanoseconds] = measure(benchmarks[name](), Number(milliseconds));
  console.log(`Benchmark${name} ${n} ${nanoseconds} ns/op`);
}
