// Endless: JSON.parse of two hundred million brackets, remembered one by one, by malloc.
// uninterruptible: JsonParser keeps 14 bytes for each and never looks up: gigabytes.
JSON.parse('['.repeat(2e8));
