export const order: string = `
lines:
  - { sku: a, count: 1 }
  - { sku: b, count: 2 }
  - { sku: c, count: 3 }
`
