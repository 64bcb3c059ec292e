// Memory: regular expressions, compiled, and their last matches.
const all = [];
for (let i = 0; ; i++) {
  const r = new RegExp(`(a${i}|b)*(?<n${i}>[x-z]{1,9})`, 'dgi');
  r.exec('ababab' + i + 'xyz');
  all.push(r);
}
