declare const brand: unique symbol;

/** A primitive that may not be mixed up with another of the same shape. Zero cost: made by `as`, at the edges only. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
