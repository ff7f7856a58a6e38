// What a provider may ask about us (RFC 7644 §4): what we can do, which resources there are, and their attributes.
import { PAGE_MAX } from '@countersign/protocol/admin'
import { GROUP, LIST_RESPONSE, PROVIDER_CONFIG, RESOURCE_TYPE, SCHEMA, USER } from './schema-uris.js'

type Json = Readonly<Record<string, unknown>>

export function providerConfig(base: string): Json {
  return {
    schemas: [PROVIDER_CONFIG],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: PAGE_MAX },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'API token',
        description: 'A token of this server with the permission scim:write, as a bearer token.',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

export function resourceTypes(base: string): readonly Json[] {
  return [
    resourceType(base, 'User', '/Users', USER, 'A person who approves logins'),
    resourceType(base, 'Group', '/Groups', GROUP, 'People that policies are made for'),
  ]
}

export function schemas(base: string): readonly Json[] {
  return [
    schema(base, USER, 'User', 'A person who approves logins', [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('displayName'),
      attribute('name', {
        type: 'complex',
        subAttributes: [attribute('formatted'), attribute('givenName'), attribute('familyName')],
      }),
      attribute('active', { type: 'boolean' }),
      attribute('preferredLanguage'),
      attribute('emails', {
        type: 'complex',
        multiValued: true,
        subAttributes: [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })],
      }),
      attribute('groups', {
        type: 'complex',
        multiValued: true,
        mutability: 'readOnly',
        subAttributes: [
          attribute('value', { mutability: 'readOnly' }),
          attribute('display', { mutability: 'readOnly' }),
          attribute('$ref', { type: 'reference', referenceTypes: ['Group'], mutability: 'readOnly' }),
        ],
      }),
    ]),
    schema(base, GROUP, 'Group', 'People that policies are made for', [
      attribute('displayName', { required: true, uniqueness: 'server' }),
      attribute('members', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attribute('value', { mutability: 'immutable' }),
          attribute('display', { mutability: 'readOnly' }),
          attribute('type', { canonicalValues: ['User'], mutability: 'immutable' }),
          attribute('$ref', { type: 'reference', referenceTypes: ['User'], mutability: 'immutable' }),
        ],
      }),
    ]),
  ]
}

/** A list with everything in it, as discovery gives it. */
export function wholeList(resources: readonly Json[]): Json {
  return listResponse(resources, resources.length, 1)
}

/** RFC 7644 §3.4.2. `startIndex` counts from 1. */
export function listResponse(resources: readonly Json[], totalResults: number, startIndex: number): Json {
  return {
    schemas: [LIST_RESPONSE],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

function resourceType(base: string, name: string, endpoint: string, of: string, description: string): Json {
  return {
    schemas: [RESOURCE_TYPE],
    id: name,
    name,
    endpoint,
    description,
    schema: of,
    schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  }
}

function schema(
  base: string,
  id: string,
  name: string,
  description: string,
  attributes: readonly Json[],
): Json {
  return {
    schemas: [SCHEMA],
    id,
    name,
    description,
    attributes: [...attributes, attribute('externalId', { caseExact: true })],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  }
}

/** RFC 7643 §7: every characteristic is said, since their defaults differ between readers. */
function attribute(name: string, more: Json = {}): Json {
  return {
    name,
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  }
}
