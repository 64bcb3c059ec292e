// Endless: a list of locales that says it has 2**53 - 1; handles by malloc.
// uninterruptible: Intl::CanonicalizeLocaleList looks up one after the other.
Intl.getCanonicalLocales({ length: 2 ** 53 - 1 });
