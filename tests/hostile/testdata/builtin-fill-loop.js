// Built-ins: the loop whose interrupt check V8's loop unrolling drops.
(function () { for (;;) { new Array(1000).fill(1); } })();
