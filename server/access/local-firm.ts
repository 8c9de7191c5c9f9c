import type { Database } from '../database/in-firm.ts'

/** The one firm of a server that knows no identity provider. */
export const LOCAL_FIRM_ID = '00000000-0000-7000-8000-000000000001'

/** Makes the firm if it is not there. */
export async function ensureFirm(database: Database, firmId: string, name: string): Promise<void> {
  await database.inFirm(firmId, ({ em }) =>
    em.execute('insert into firm (firm_id, name, version) values (?, ?, 1) on conflict do nothing', [
      firmId,
      name,
    ]),
  )
}

/** Whether nothing was ever loaded into a firm. */
export async function isUntouched(database: Database, firmId: string): Promise<boolean> {
  return database.readInFirm(firmId, async ({ em }) => {
    const [row] = await em.execute<{ touched: boolean }[]>(
      `select exists (select from file_load where firm_id = ?)
         or exists (select from household where firm_id = ?) as touched`,
      [firmId, firmId],
    )
    return row?.touched === false
  })
}
