import type { AbiParameter, AbiParameterToPrimitiveType } from "viem";
import type { contractErrorsAbi } from "../abi/generated/errors.ts";

type ErrorItem = (typeof contractErrorsAbi)[number];
/** Every custom error name that a call can end with. */
export type ContractErrorName = ErrorItem["name"];

type NamedInput = AbiParameter & { name: string };
type InputOf<Name extends ContractErrorName> = Extract<ErrorItem, { name: Name }>["inputs"][number];
/** The arguments of an error by name, as viem decodes them. */
export type ContractErrorArgs<Name extends ContractErrorName> = {
  [Input in Extract<InputOf<Name>, NamedInput> as Input["name"]]: AbiParameterToPrimitiveType<Input>;
};

/** One table of sentences: error name -> what happened, with its numbers, and what to do about it. */
export type Sentences = { [Name in ContractErrorName]?: (args: ContractErrorArgs<Name>) => string };
