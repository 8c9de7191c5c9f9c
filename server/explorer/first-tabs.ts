/** What an analyst finds open at the first visit. */
export const FIRST_TABS: readonly { readonly query: string; readonly variables?: string }[] = [
  {
    query: `# The firm as a whole, and who asks.
query Firm {
  viewer { userName role firmName }
  firm {
    name
    asOf
    householdCount
    householdsOutOfBand
    drift {
      base
      classes {
        name
        weight
        targetWeight
        householdsBelowBand
        householdsAboveBand
      }
    }
  }
}
`,
  },
  {
    query: `# Households farthest from their models.
# For the next page, pass endCursor as "after".
query HouseholdsByDrift(
  $first: Int! = 20
  $after: String
  $filter: HouseholdFilter
) {
  households(
    first: $first
    after: $after
    filter: $filter
    orderBy: DRIFT_DESC
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id
        reference
        name
        model { name }
        drift { base largestDrift outOfBand }
      }
    }
  }
}
`,
    variables: `{ "first": 20, "filter": { "outOfBand": true } }`,
  },
  {
    query: `# One household, class by class.
# Take an id from the tab before.
query HouseholdClasses($id: ID!) {
  household(id: $id) {
    name
    model { name }
    drift {
      asOf
      base
      cash
      reserve
      classes {
        name
        value
        weight
        target
        low
        high
        drift
        status
      }
      securities {
        security { symbol assetClass }
        shares
        value
        unrealizedGain
      }
    }
  }
}
`,
    variables: `{ "id": "" }`,
  },
  {
    query: `# The models: every class with its target,
# its range and what fills it.
query Models {
  models {
    edges {
      node {
        name
        householdCount
        current {
          number
          effectiveFrom
          author
          rationale
          nodes {
            name
            target
            low
            high
            securities {
              holder
              rank
              weight
              security { symbol }
            }
          }
        }
      }
    }
  }
}
`,
  },
]
