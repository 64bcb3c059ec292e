// Built-ins: repeat, split and join in turn.
for (;;) 'ab,'.repeat(300_000).split(',').join(';').split(/[a;]/).length;
