/** The list is the layout's; nothing is open beside it. */
export default function Page(): null {
  return null;
}
