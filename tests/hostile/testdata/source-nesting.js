// Source: nesting of every kind that the parser recurses over.
for (const [open, close] of [['(', ')'], ['[', ']'], ['{', '}'], ['`${', '}`'], ['(()=>', ')'], ['a?', ':0'], ['new ', ''], ['-', '1'], ['class{[', ']}'], ['x=>{', '}'], ['if(1)', ';'], ['a=', '0'], ['async()=>await ', '0'], ['1**', '1'], ['a.b?.', 'c'], ['{x:', '}'], ['function f(){', '}']]) {
  for (const n of [1000, 10_000, 30_000]) {
    try {
      Function(open.repeat(n) + '0' + close.repeat(n))();
    } catch (e) {
      if (!(e instanceof Error)) throw e;
    }
  }
}
