// Memory: arguments by the million, on the stack and in arrays.
const many = new Array(1e6).fill(0);
const all = [];
for (let n = 1; ; n++) {
  try {
    all.push((function () { return arguments; })(...many.slice(0, n * 10_000)));
  } catch (e) {
    all.push(Reflect.apply((...rest) => rest, null, many.slice(0, 60_000)));
  }
}
