// Memory: errors that hold stacks of thousands of frames.
Error.stackTraceLimit = 10_000;
const all = [];
function deep(n) {
  if (n > 0) return deep(n - 1);
  all.push(new Error('x'));
}
for (;;) deep(2000);
