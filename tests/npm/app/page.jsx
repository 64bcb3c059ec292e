import { renderToString } from "react-dom/server.edge"

const Row = ({ name, price }) => <li className="row">{name}: <b>{price}</b></li>

const Page = ({ title, rows }) => (
  <main>
    <h1>{title}</h1>
    <ul>{rows.map((row) => <Row key={row.name} {...row} />)}</ul>
  </main>
)

export const render = (page) => renderToString(<Page {...page} />)
