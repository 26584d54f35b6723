/** A key that is missing is a fault of ours; the page shows the key and goes on. */
export function reportMissing(error: Error): void {
  console.error(error.message);
}
