// Control: loops without a body, of all sorts, in a function that is compiled while it runs.
(function () {
  let x = 0;
  for (let i = 0; i < 1e7; i++) x += i;
  while (x) do ; while (x !== x);
  for (;;);
})();
