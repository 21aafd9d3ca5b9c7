import { Hono } from "hono";

// Ponder serves /health, /ready, /status and /metrics itself. Data is read through the views by the api.
const app = new Hono();

export default app;
