import { chunk, sumBy } from "lodash-es"
import { h } from "preact"
import { render } from "preact-render-to-string"
import { z } from "zod"
import { addDays, formatISO } from "date-fns"
import { nanoid } from "nanoid"
import { marked } from "marked"
import { parse, stringify } from "yaml"
import { v4, v5, validate } from "uuid"
import { order } from "./order"

interface Line {
  sku: string
  count: number
}

const Order = z.object({ lines: z.array(z.object({ sku: z.string(), count: z.number().int() })) })
const parsed: { lines: Line[] } = Order.parse(parse(order))

const List = ({ lines }: { lines: Line[] }) => (
  <ul>
    {lines.map(l => <li key={l.sku}>{l.count} x {l.sku}</li>)}
  </ul>
)

export const total: number = sumBy(parsed.lines, "count")
export const chunks = chunk(parsed.lines.map(l => l.sku), 2)
export const html = render(<List lines={parsed.lines} />)
export const due = formatISO(addDays(new Date(2024, 1, 28), 2), { representation: "date" })
export const text = marked.parse("# Order\n\n*paid*") as string
export const yaml = stringify({ total })
export const ids = [nanoid().length, validate(v4()), v5("order", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")]

// What zod finds wrong is thrown from inside the package.
export function check(value: unknown): void {
  Order.parse(value)
}

export function fail(_: Line | undefined): never {
  throw new RangeError("no such line" as string)
}
