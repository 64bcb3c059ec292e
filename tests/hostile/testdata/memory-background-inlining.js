// Memory and time of V8's own threads: functions that call each other twice, each of which is inlined.
const chain = depth => {
	const functions = [x => x + 1];
	for (let i = 1; i < depth; i++) functions.push(new Function('p', `return x => p(x) + p(x + ${i})`)(functions[i - 1]));
	return functions;
};
chain(30)[24](1);
'left'
