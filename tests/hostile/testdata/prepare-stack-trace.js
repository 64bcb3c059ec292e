// Engine paths: Error.prepareStackTrace that throws errors whose stacks are prepared.
Error.prepareStackTrace = (e, frames) => {
  for (const f of frames) f.getFunctionName() + f.getThis() + f.getEvalOrigin();
  throw new Error('again ' + e.message + new Error().stack);
};
for (;;) {
  try {
    null.x;
  } catch (e) {
    try {
      e.stack;
    } catch (f) {}
  }
  if (Math.random() < 1e-4) throw new Error();
}
