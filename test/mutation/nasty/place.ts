/** @param from text that occurs once in the file. */
export type Nasty = { file: string; from: string; to: string; why: string };

export const libraries = (name: string) => `contracts/libraries/${name}.sol`;
export const exchange = (name: string) => `contracts/exchange/${name}.sol`;
export const types = (name: string) => `contracts/types/${name}.sol`;
