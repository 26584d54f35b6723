/** The first sentence that the most of the texts, and at least two, begin with and go on from: “The order is scheduled.” Else empty. */
export function sharedLead(texts: readonly string[]): string {
  const leads = texts.flatMap((text) => {
    const end = text.indexOf('. ');
    return end < 0 ? [] : [text.slice(0, end + 1)];
  });
  const often = (lead: string): number => leads.filter((each) => each === lead).length;
  const [most] = leads.toSorted((a, b) => often(b) - often(a));
  return most !== undefined && often(most) > 1 ? most : '';
}

/** The text without the lead that was said before. */
export function withoutLead(text: string, lead: string): string {
  return lead !== '' && text.startsWith(`${lead} `) ? text.slice(lead.length + 1) : text;
}
