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

test('observers', async () => {
  const told = []
  const observer = new PerformanceObserver(function (list, of, options) { told.push([list, of === observer && this === observer, options]) })
  observer.observe({ entryTypes: ['mark', 'measure', 'none'] })
  performance.mark('later', { startTime: 2 })
  performance.mark('sooner', { startTime: 1 })
  performance.measure('length', 'sooner', 'later')
  equal(told, [])
  await new Promise(resolve => setTimeout(resolve, 5))
  const [[list, isItself, options]] = told
  equal([told.length, isItself, typeof options.droppedEntriesCount], [1, true, 'number'])
  equal(list.getEntries().map(e => e.name), ['sooner', 'length', 'later'])
  equal(list.getEntriesByType('measure').map(e => e.name), ['length'])
  equal(list.getEntriesByName('later', 'mark').length + list.getEntriesByName('later', 'measure').length, 1)
  performance.mark('taken')
  equal(observer.takeRecords().map(e => e.name), ['taken'])
  observer.disconnect()
  performance.mark('unseen')
  await new Promise(resolve => setTimeout(resolve, 5))
  equal([told.length, observer.takeRecords()], [1, []])
})

test('an observer of a type, with what was there', async () => {
  performance.clearMarks()
  performance.mark('before')
  const names = []
  const observer = new PerformanceObserver((list, _, { droppedEntriesCount }) => { names.push(...list.getEntries().map(e => e.name), typeof droppedEntriesCount) })
  observer.observe({ type: 'mark', buffered: true })
  observer.observe({ type: 'measure' })
  observer.observe({ type: 'none' })
  performance.measure('m')
  await new Promise(resolve => setTimeout(resolve, 5))
  performance.mark('after')
  await new Promise(resolve => setTimeout(resolve, 5))
  equal(names, ['m', 'before', 'number', 'after', 'undefined'])
  throws(() => observer.observe({ entryTypes: ['mark'] }), 'InvalidModificationError')
  observer.disconnect()
  observer.observe({ entryTypes: ['mark'] })
  throws(() => observer.observe({ type: 'mark' }), 'InvalidModificationError')
  for (const bad of [undefined, {}, { buffered: true }, { type: 'mark', entryTypes: ['mark'] }, { entryTypes: ['mark'], buffered: true }, { entryTypes: 'mark' }, 5]) {
    throws(() => new PerformanceObserver(() => {}).observe(bad), TypeError)
  }
  for (const bad of [undefined, {}]) throws(() => new PerformanceObserver(bad), TypeError)
  throws(() => new PerformanceObserverEntryList, TypeError)
  isTrue(PerformanceObserver.supportedEntryTypes === PerformanceObserver.supportedEntryTypes && Object.isFrozen(PerformanceObserver.supportedEntryTypes))
  equal(PerformanceObserver.supportedEntryTypes, ['mark', 'measure'])
  observer.disconnect()
})

test('navigator', () => {
  equal([navigator.userAgent, String(navigator), descriptor(globalThis, 'navigator')], ['isolates', '[object Navigator]', 'object wec'])
  throws(() => new Navigator, TypeError)
})
