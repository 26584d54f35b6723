/** The list is in the layout, so that it stays while details change. */
export default function AlarmsPage(): null {
  return null;
}
