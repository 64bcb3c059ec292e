// Memory: proxies, revocable and bound, of proxies.
let p = {};
const all = [];
for (let i = 0; ; i++) {
  const r = Proxy.revocable(p, {});
  all.push(r, Function.prototype.bind.call(() => {}, r, i));
  if (i % 100 === 0) p = r.proxy;
}
