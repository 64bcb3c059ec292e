// Memory: types of WebAssembly's tags, of which V8 keeps a list for all isolates.
for (let n = globalThis.start ?? 0; ; n++) {
  const parameters = [];
  for (let p = 0, x = n; p < 14; p++, x >>= 2) parameters.push(['i32', 'i64', 'f32', 'f64'][x & 3]);
  new WebAssembly.Tag({parameters});
}
