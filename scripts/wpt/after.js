// The results, when testharness.js has run: an array of [name, status, message].
globalThis.wptResults = new Promise(resolve => {
  add_completion_callback((tests, harness) => {
    const results = tests.map(({ name, status, message }) => [name, status, message ?? ''])
    if (harness.status !== 0) results.push(['(harness)', harness.status, String(harness.message)])
    resolve(JSON.stringify(results))
  })
})
