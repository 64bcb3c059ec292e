// Memory: one array of 480 MB, filled by a built-in that never looks up.
// slow: fill goes on, with a collection every few elements, until memory is truly out.
new Array(6e7).fill();
