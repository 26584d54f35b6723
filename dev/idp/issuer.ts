/** The issuer of a tenant at the development identity provider (contract §2). */
export function issuerUrl(port: number, tenant: string): string {
  return `http://localhost:${port}/t/${tenant}`;
}
