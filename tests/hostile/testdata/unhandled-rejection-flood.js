// Rejections: new ones for ever, each handled when it has been reported.
for (;;) {
  const p = Promise.reject(new Error('x'.repeat(1000)));
  Promise.reject(p);
  p.catch(() => Promise.reject(p));
}
