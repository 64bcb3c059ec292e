interface Tools {
	search(words: string): Promise<string[]>;
	read(page: string): Promise<string>;
	sum(numbers: number[]): Promise<number>;
	remember(key: string, value: unknown): void;
	recall(key: string): unknown;
}

export default async function program(tools: Tools) {
	const degrees: number[] = [];
	for (const page of (await tools.search("degrees")).sort()) {
		const text = await tools.read(page);
		for (const [, number] of text.matchAll(/(\d+)/g)) degrees.push(Number(number));
		console.log("%s has %d characters", page, text.length);
	}
	tools.remember("degrees", degrees);
	return { degrees: tools.recall("degrees"), mean: (await tools.sum(degrees)) / degrees.length };
}
