// The entry `@countersign/protocol/admin`: the shapes of the admin API, for the console and for programs that administer.
export * from './api/admin/access.js'
export * from './api/admin/page.js'
export * from './api/admin/permissions.js'
export * from './api/admin/policies.js'
export * from './api/admin/self-service.js'
