import type { Deployment } from "../deployment.ts";

/** The part of a deployment that request builders need, so that a hand-made one will do. */
export type Addresses = Pick<Deployment, "contracts">;
