// Never answers.
export const loop = () => new Promise(() => setTimeout(() => {}, 1e9))
