// What V8 keeps of each locale, calendar and numbering system for the patterns of dates
const NU=Intl.supportedValuesOf('numberingSystem'),CA=Intl.supportedValuesOf('calendar');
const all=[]; for (const a of 'abcdefghijklmnopqrstuvwxyz') for (const b of 'abcdefghijklmnopqrstuvwxyz') all.push(a+b);
const L=Intl.DateTimeFormat.supportedLocalesOf(all);
for (const nu of NU) for (const ca of CA) for (const l of L) new Intl.DateTimeFormat(l+'-u-ca-'+ca+'-nu-'+nu, {month:'long'});
L.length
