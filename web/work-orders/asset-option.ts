import type { Option } from '../ui/select.tsx';

/** An asset to choose: by its code, with its name. */
export function assetOption({ id, code, name }: { readonly id: string; readonly code: string; readonly name: string }): Option {
  return { value: id, label: code, note: name };
}
