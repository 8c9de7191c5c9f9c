import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql'
import { expect, test } from 'vitest'
import { makeSchema } from '../../server/graphql/schema.ts'

interface Documented {
  readonly name: string
  readonly description?: string | null | undefined
}

/** Everything that can be asked of a type, each under its schema coordinate. */
function* coordinatesOf(type: GraphQLNamedType): Generator<[coordinate: string, Documented]> {
  yield [type.name, type]
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field]
      for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name}:)`, argument]
    }
  }
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field]
  if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value]
}

test('every type, field, argument and enum value of the schema says what it means', async () => {
  const types = Object.values((await makeSchema()).getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  )
  const coordinates = types.flatMap((type) => [...coordinatesOf(type)])
  expect(coordinates.length).toBeGreaterThan(400)
  const undocumented = coordinates.filter(([, { description }]) => !description?.trim())
  expect(undocumented.map(([coordinate]) => coordinate)).toEqual([])
})
