// Built-ins: JSON.parse of twenty million brackets, remembered one by one.
// slow: JSON.parse reads to the end of the text before it looks up.
JSON.parse('['.repeat(2e7));
