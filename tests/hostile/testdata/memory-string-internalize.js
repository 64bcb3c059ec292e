// Memory: every string becomes a property name, in the table of internalized strings.
const o = Object.create(null);
for (let i = 0; ; i++) o['name number ' + i] = i;
