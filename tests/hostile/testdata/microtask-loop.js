// Microtasks: one that never returns, behind a then-able, a finally and an await.
(async () => {
  try {
    await { then(resolve) { Promise.resolve().finally(() => { for (;;); }); resolve(); } };
  } finally {
    for (;;) await null;
  }
})();
