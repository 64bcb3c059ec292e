// Intl objects that are garbage at once, made by a built-in that nothing interrupts
Array(1e5).fill('de').map(locale => locale).map(Intl.NumberFormat);
