// Runs a hostile script in isolated-vm: see bench/README.md.
// Usage: node --no-node-snapshot attack.js SCRIPT BYTES MILLISECONDS
// What it prints is what package runner prints, beside this folder.
'use strict';
const fs = require('fs');
const ivm = require('isolated-vm');
const healthy = require('../runner/healthy.json');

// A catastrophe is isolated-vm's word for an isolate that can't go on. Its
// thread stands still from then on, and what was called never returns.
class Catastrophe extends Error {}

async function open(bytes) {
  let onCatastrophicError;
  const catastrophe = new Promise((_, reject) => {
    onCatastrophicError = (message) => reject(new Catastrophe(message));
  });
  catastrophe.catch(() => {}); // it is looked at in evaluate
  const isolate = new ivm.Isolate({ memoryLimit: bytes / 2 ** 20, onCatastrophicError });
  const context = await isolate.createContext();
  const instance = { isolate, context, catastrophe, end: Infinity };
  // A call below the script has a time-out of its own: what is left.
  const host = (f) => {
    const timeout = instance.end - Date.now();
    if (timeout <= 0) throw new Error('too late');
    return f.applySync(undefined, [], { timeout });
  };
  await context.evalClosure(
    `const apply = $0;
     globalThis.host = (f) => typeof f === 'function'
       ? apply.applySync(undefined, [f], { arguments: { reference: true } })
       : undefined;`,
    [new ivm.Reference(host)],
  );
  return instance;
}

// evaluate gives the value as text. In isolated-vm only a value that can be
// copied has one.
async function evaluate(instance, source, timeout) {
  instance.end = Date.now() + timeout;
  const value = instance.context.eval(source, { timeout });
  return String(await Promise.race([value, instance.catastrophe]));
}

function kind(error) {
  const message = String(error?.message);
  if (error instanceof Catastrophe) return 'catastrophe';
  if (/timed out/.test(message)) return 'deadline';
  if (/memory limit|disposed/.test(message)) return 'memory';
  return 'exception';
}

function text(thrown) {
  try {
    return String(thrown?.message ?? thrown).slice(0, 300).replace(/\s+/g, ' ');
  } catch {
    return 'no text';
  }
}

// A write that returns when it is written: the process may not live on.
function say(line) {
  fs.writeSync(1, `hostile: ${line}\n`);
}

async function main(file, bytes, milliseconds) {
  const source = fs.readFileSync(file, 'utf8');
  let instance = await open(bytes);
  say('began');
  let end = 'result';
  let detail = '';
  try {
    detail = text(await evaluate(instance, source, milliseconds));
  } catch (error) {
    end = kind(error);
    detail = text(error);
  }
  say(`ended ${end} ${detail}`);
  // There is no way to free the isolate of a catastrophe.
  if (end !== 'catastrophe' && !instance.isolate.isDisposed) instance.isolate.dispose();

  instance = await open(bytes);
  for (const { Source, Want } of healthy) {
    const got = await evaluate(instance, Source, 3000);
    if (got !== Want) throw new Error(`${Source} gave ${got}, want ${Want}`);
  }
  say('healthy');
}

const [file, bytes, milliseconds] = process.argv.slice(2);
main(file, Number(bytes), Number(milliseconds)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
