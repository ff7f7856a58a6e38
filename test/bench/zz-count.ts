import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
const { home, fleet } = await createFleet(200, 1)
const server = await home.serve()
const generator = await Generator.forFleet(fleet)
await generator.do({ do: 'connect', first: 0, count: 200 })
let n = 0
while (n < 1000) n += (await generator.do({ do: 'logins', clients: 16, ms: 500, watched: false })).done
generator.end(); await server.stop(); home.remove()
console.log(n, 'logins'); console.log(server.lines.filter((l) => l.startsWith('SQL')).map((l) => { const [, c, ...r] = l.split(' '); return (Number(c) / n).toFixed(3) + ' ' + r.join(' ') }).join('\n'))
process.exit(0)
