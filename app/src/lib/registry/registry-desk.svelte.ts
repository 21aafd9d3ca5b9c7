import { createContext } from "svelte";
import { Resource } from "../chain/resource.svelte.ts";
import type { Services } from "../services.ts";
import { readRegistry, type Project, type RegistryState } from "./registry-reader.ts";
import { readDeskRoles, type DeskRoles } from "./roles.ts";

const FIRST_LIMIT = 40;

/** What all pages of the registry desk share: projects and proposals of the contract, and the account's roles. */
export class RegistryDesk {
  readonly state = new Resource<RegistryState>();
  readonly roles = new Resource<DeskRoles>();
  readonly #services: Services;
  #limit = $state(FIRST_LIMIT);

  constructor(services: Services) {
    this.#services = services;
  }

  get projects(): readonly Project[] {
    return this.state.value?.projects ?? [];
  }

  /** Reads more of the older proposals from now on. */
  showMore(): void {
    this.#limit += FIRST_LIMIT;
  }

  refresh(): void {
    const { reader, wallet } = this.#services;
    const [account, limit] = [wallet.address, this.#limit];
    void this.state.refresh(() => readRegistry(reader, limit));
    if (account) void this.roles.refresh(() => readDeskRoles(reader, account));
    else this.roles.clear();
  }

  /** Why the account cannot act as the given role now; null when it can. */
  obstacle(role: keyof DeskRoles): string | null {
    if (!this.#services.wallet.address) return "Connect a wallet first.";
    if (!this.roles.value || !this.state.value) return "Reading the registry and the roles of your account.";
    if (this.roles.value[role]) return null;
    return `Your account does not hold the ${role} role.`;
  }
}

export const [useRegistryDesk, provideRegistryDesk] = createContext<RegistryDesk>();
