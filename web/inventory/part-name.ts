/** A part's name or description as it is read: stores type `6 mm2` where `6 mm²` is meant. */
export function readable(name: string): string {
  return name.replaceAll(/(?<=\d\s?)([mcd]?m)([23])\b/g, (_, unit: string, power: string) => `${unit}${power === '2' ? '²' : '³'}`);
}
