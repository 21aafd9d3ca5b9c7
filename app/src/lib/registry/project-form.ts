import { MECHANISMS, type Mechanism, type ProjectInput } from "@carbonxchange/sdk";

export type ProjectFields = Record<"registryName" | "nativeId" | "name" | "methodology" | "country", string> & {
  mechanism: Mechanism;
};
export type ProjectErrors = Partial<Record<keyof ProjectFields, string>>;
export type ProjectForm = { summary: ProjectInput | null; errors: ProjectErrors };

export const BLANK_PROJECT: ProjectFields = {
  registryName: "Verra",
  nativeId: "",
  name: "",
  methodology: "",
  country: "",
  mechanism: MECHANISMS[0],
};

const REQUIRED = {
  registryName: "Name the source registry.",
  nativeId: "Give the registry's own project id.",
  name: "Give the project's name.",
  methodology: "Give the methodology with its version.",
} as const;

/** Reads the form of a new project. */
export function readProjectForm(
  fields: ProjectFields,
  known: readonly { registryName: string; nativeId: string }[],
): ProjectForm {
  const errors: ProjectErrors = {};
  const text = (field: keyof typeof REQUIRED) => fields[field].trim();
  for (const field of ["registryName", "nativeId", "name", "methodology"] as const) {
    if (text(field) === "") errors[field] = REQUIRED[field];
  }
  const country = fields.country.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(country)) errors.country = "Two letters, such as KE (ISO 3166-1).";
  const same = known.some(
    ({ registryName, nativeId }) => registryName === text("registryName") && nativeId === text("nativeId"),
  );
  if (same) errors.nativeId = "This project is registered already.";
  if (Object.keys(errors).length > 0) return { summary: null, errors };
  return {
    summary: {
      registryName: text("registryName"),
      nativeId: text("nativeId"),
      name: text("name"),
      methodology: text("methodology"),
      country,
      mechanism: fields.mechanism,
    },
    errors,
  };
}
