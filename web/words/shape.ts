/** The same keys in another language; checked by the compiler, so that no key can be missing. */
export type InOtherWords<T> = { readonly [K in keyof T]: T[K] extends string ? string : InOtherWords<T[K]> };
