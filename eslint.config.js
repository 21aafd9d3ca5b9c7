import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";

/**
 * The house's import table (ARCHITECTURE.md): which room may import which. What is not listed for a room is refused;
 * rooms that meet over HTTP, SQL or the chain never import each other.
 */
const ROOMS = ["sdk", "risk", "ml", "compliance", "indexer", "keeper", "api", "app"];
const MAY_IMPORT = {
  sdk: [],
  risk: ["sdk"],
  ml: ["sdk", "risk"],
  compliance: ["sdk"],
  indexer: ["sdk"],
  keeper: ["sdk"],
  api: ["sdk", "risk", "ml", "compliance"],
  app: ["sdk"],
};

const roomRule = (room) => {
  const refused = ROOMS.filter((other) => other !== room && !MAY_IMPORT[room].includes(other));
  return {
    files: [`${room}/**/*.{ts,svelte}`],
    ignores: [`${room}/test/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: refused.flatMap((other) => [
                `@carbonxchange/${other}`,
                `@carbonxchange/${other}/*`,
                `**/../${other}/*`,
              ]),
              message: `${room} may import ${MAY_IMPORT[room].join(", ") || "no other room"}; see ARCHITECTURE.md.`,
            },
          ],
        },
      ],
    },
  };
};

/** Library and domain code knows no environment, clock, socket or file. */
const PURE = [
  "sdk/src/**",
  "risk/src/**",
  "ml/src/**",
  "compliance/src/**",
  "keeper/src/domain/**",
  "indexer/src/projections/**",
];
const pureRule = {
  files: PURE.map((path) => `${path}/*.ts`),
  ignores: ["**/*.test.ts", "sdk/src/node/**", "**/adapters/**"],
  rules: {
    "no-restricted-properties": [
      "error",
      { object: "process", property: "env", message: "Library code reads no environment; pass it in." },
      { object: "Date", property: "now", message: "Time is explicit; pass a clock in." },
      { object: "Math", property: "random", message: "Randomness is seeded; pass a generator in." },
    ],
  },
};

/** One config file per service reads the environment. */
const envRule = {
  files: ["{keeper,api,indexer,app}/**/*.ts"],
  ignores: ["**/config.ts", "**/*.config.ts", "**/*.test.ts", "**/test/**"],
  rules: {
    "no-restricted-properties": [
      "error",
      { object: "process", property: "env", message: "Only config.ts reads the environment." },
    ],
  },
};

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      ".node/**",
      ".data/**",
      "artifacts/**",
      "cache/**",
      "coverage/**",
      "out_forge/**",
      "**/generated/**",
      "sdk/typechain/**",
      "**/build/**",
      "**/.svelte-kit/**",
      "**/ponder-env.d.ts",
      "indexer/.ponder/**",
      "playwright-report/**",
      "test-results/**",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"], tsconfigRootDir: import.meta.dirname },
      globals: { console: "readonly", process: "readonly" },
    },
    rules: {
      "no-undef": "off", // TypeScript checks names
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      eqeqeq: "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ["app/**"],
    rules: {
      "svelte/no-navigation-without-resolve": "off", // the app is served at the root
      "svelte/prefer-svelte-reactivity": "off", // plain collections that are replaced as a whole are meant to be plain
    },
  },
  { files: ["**/*.{js,mjs}"], ...tseslint.configs.disableTypeChecked },
  ...ROOMS.map(roomRule),
  envRule,
  pureRule,
);
