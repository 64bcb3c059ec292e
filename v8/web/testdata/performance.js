test('clock', () => {
  const a = performance.now(), b = performance.now()
  isTrue(a >= 0 && b >= a && Math.abs(performance.timeOrigin + b - Date.now()) < 5000)
  throws(() => performance.now.call({}), TypeError)
  throws(() => new Performance, TypeError)
  equal(JSON.stringify(performance), JSON.stringify({ timeOrigin: performance.timeOrigin }))
})

test('marks and measures', () => {
  const detail = { x: 1 }
  const mark = performance.mark('a', { startTime: 5, detail })
  equal([mark.name, mark.entryType, mark.startTime, mark.duration, mark.detail.x, mark.detail !== detail], ['a', 'mark', 5, 0, 1, true])
  performance.mark('b', { startTime: 8 })
  equal(performance.measure('m', 'a', 'b').duration, 3)
  equal(performance.measure('m', { start: 'a', duration: 10 }).startTime, 5)
  equal(performance.measure('m', { end: 8, duration: 2 }).startTime, 6)
  equal(performance.getEntriesByName('m').length, 3)
  equal(performance.getEntriesByType('mark').map(e => e.name), ['a', 'b'])
  for (const bad of [() => performance.measure('x', 'none'), () => performance.measure('x', 'a', 'none')]) throws(bad, 'SyntaxError')
  for (const bad of [() => performance.measure('x', { detail: 1 }), () => performance.measure('x', { start: 1, end: 2, duration: 1 }), () => performance.measure('x', { start: -1 }),
    () => performance.mark('x', { startTime: -1 }), () => performance.mark(), () => performance.mark('x', 1)]) throws(bad, TypeError)
  performance.clearMarks('a')
  performance.clearMeasures()
  equal(performance.getEntries().map(e => e.name), ['b'])
  for (let n = 0; n < 20001; n++) performance.mark('many')
  isTrue(performance.getEntries().length <= 10000)
})

test('navigator', () => {
  equal([navigator.userAgent, String(navigator), descriptor(globalThis, 'navigator')], ['isolates', '[object Navigator]', 'object wec'])
  throws(() => new Navigator, TypeError)
})
