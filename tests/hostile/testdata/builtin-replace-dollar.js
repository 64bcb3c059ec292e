// Built-ins: $` and $' in a replacement square the length of the text.
'ab'.repeat(8_000).replace(/a/g, "$`$'").length;
