'use client';

import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';

const permissionsQuery = graphql(`
  query InventoryPermissions {
    viewer {
      id
      permissions
    }
  }
`);

/** Whether some role grants the viewer a permission; false until it is known. */
export function useMay(permission: string): boolean {
  const { data } = useData(permissionsQuery, {});
  return data?.viewer.permissions.includes(permission) === true;
}
