// Memory: concat doubles an array until it is larger than the heap.
let all = [1, {}, 'x'];
for (;;) all = all.concat(all);
