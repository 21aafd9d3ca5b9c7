import type { Page, ProjectDto } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  id: string;
  registry_name: string;
  native_id: string;
  name: string;
  methodology: string;
  country: string | null;
  mechanism: ProjectDto["mechanism"];
  registered_at: string;
};

const SELECT =
  "SELECT id, registry_name, native_id, name, methodology, country, mechanism, registered_at FROM carbon.projects";

function toProject(row: Row): ProjectDto {
  return {
    id: Number(row.id),
    registryName: row.registry_name,
    nativeId: row.native_id,
    name: row.name,
    methodology: row.methodology,
    country: row.country ?? "",
    mechanism: row.mechanism,
    registeredAt: Number(row.registered_at),
  };
}

/** Projects in order of registration. */
export async function listProjects(db: Database, page: PageRequest): Promise<Page<ProjectDto>> {
  const [after] = decodeCursor(page.cursor, ["number"]) ?? ["0"];
  const rows = await db.query<Row>(`${SELECT} WHERE id > $1::numeric ORDER BY id LIMIT $2`, [after, page.limit + 1]);
  return toPage(rows, page.limit, toProject, (row) => [row.id]);
}

/** One project. */
export async function findProject(db: Database, id: number): Promise<ProjectDto | null> {
  const [row] = await db.query<Row>(`${SELECT} WHERE id = $1::numeric`, [id]);
  return row === undefined ? null : toProject(row);
}
