import { configure } from "@testing-library/svelte";

// a condition that comes true late on a busy machine is still true; one that never does still fails
configure({ asyncUtilTimeout: 10_000 });
