// Memory: one array of 480 MB, filled by a built-in that never looks up.
new Array(6e7).fill();
