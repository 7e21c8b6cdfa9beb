import type { Sql } from "postgres";

/**
 * Everything that the schemas `coach` and `public` consist of, each object by its name: definition,
 * owner, grants and comment, and the rows that a new database has. Physical order of columns is left
 * out, since nothing depends on it.
 */
export type Catalog = ReadonlyMap<string, string>;

/** Reads what a database is made of, as its own catalog tells it. */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const objects = new Map<string, string>();
  for (const query of QUERIES) {
    for (const { name, definition, comment } of await sql.unsafe<CatalogRow[]>(query)) {
      if (objects.has(name)) throw new Error(`the catalog has ${name} twice`);
      objects.set(name, definition);
      if (comment !== null) objects.set(`comment on ${name}`, comment);
    }
  }
  return objects;
}

interface CatalogRow {
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
}

/** Rights in a fixed order, whatever order they were granted in. */
const rights = (acl: string): string => `coalesce((
  select string_agg(format('%s %s%s', coalesce(role.rolname, 'public'), privilege_type,
    case when is_grantable then ' with grant option' end), ', ' order by role.rolname, privilege_type)
  from aclexplode(${acl}) left join pg_roles as role on role.oid = grantee), '')`;

const OURS = `(select oid from pg_namespace where nspname in ('coach', 'public'))`;
const isOwn = (oid: string): string =>
  `not exists (select from pg_depend where objid = ${oid} and deptype = 'e')`;

/** Tables that are not empty in a new database. */
const FILLED = ["coach.prices", "coach.metrics_cursor", "coach.reaper_runs"];

const QUERIES = [
  ...FILLED.map(
    (table) => `select 'rows of ${table}' as name, null as comment,
      string_agg(to_jsonb(filled)::text, E'\\n' order by to_jsonb(filled)::text) as definition
    from ${table} as filled`,
  ),
  `select 'schema ' || nspname as name, ${rights("coalesce(nspacl, acldefault('n', nspowner))")} as definition,
      obj_description(oid, 'pg_namespace') as comment
    from pg_namespace where nspname = 'coach'`,
  `select 'type ' || t.oid::regtype as name, concat_ws(E'\\n', t.typtype, pg_get_userbyid(t.typowner),
      (select string_agg(enumlabel, ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid),
      (select string_agg(format('%s %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
        from pg_attribute where attrelid = t.typrelid and attnum > 0),
      ${rights("coalesce(t.typacl, acldefault('T', t.typowner))")}) as definition,
      obj_description(t.oid, 'pg_type') as comment
    from pg_type as t left join pg_class as c on c.oid = t.typrelid
    where t.typnamespace in ${OURS} and ${isOwn("t.oid")}
      and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')`,
  `select format('relation %s', c.oid::regclass) as name, concat_ws(E'\\n', c.relkind, c.relpersistence,
      pg_get_userbyid(c.relowner), format('row security %s, forced %s', c.relrowsecurity, c.relforcerowsecurity), c.reloptions::text,
      ${rights("coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::\"char\", c.relowner))")}) as definition,
      obj_description(c.oid, 'pg_class') as comment
    from pg_class as c where c.relnamespace in ${OURS} and ${isOwn("c.oid")} and c.relkind <> 'c' and c.relkind <> 'i'`,
  `select format('column %s.%s', a.attrelid::regclass, a.attname) as name, concat_ws(E'\\n',
      format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid), ${rights("a.attacl")}) as definition,
      col_description(a.attrelid, a.attnum) as comment
    from pg_attribute as a join pg_class as c on c.oid = a.attrelid
    left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace in ${OURS} and ${isOwn("c.oid")} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  `select format('constraint %s.%s', conrelid::regclass, conname) as name,
      concat_ws(E'\\n', pg_get_constraintdef(oid), convalidated) as definition,
      obj_description(oid, 'pg_constraint') as comment
    from pg_constraint where connamespace in ${OURS} and conrelid <> 0`,
  `select format('index %s', indexrelid::regclass) as name,
      concat_ws(E'\\n', pg_get_indexdef(indexrelid), indisvalid) as definition,
      obj_description(indexrelid, 'pg_class') as comment
    from pg_index join pg_class as c on c.oid = indexrelid where c.relnamespace in ${OURS} and ${isOwn("c.oid")}`,
  `select format('trigger %s.%s', tgrelid::regclass, tgname) as name,
      concat_ws(E'\\n', pg_get_triggerdef(t.oid), tgenabled) as definition,
      obj_description(t.oid, 'pg_trigger') as comment
    from pg_trigger as t join pg_class as c on c.oid = tgrelid
    where c.relnamespace in ${OURS} and not tgisinternal`,
  `select format('policy %s.%s.%s', schemaname, tablename, policyname) as name,
      concat_ws(E'\\n', permissive, roles, cmd, qual, with_check) as definition, null as comment
    from pg_policies where schemaname in ('coach', 'public')`,
  `select format('function %s.%s(%s)', pronamespace::regnamespace, proname, oidvectortypes(proargtypes)) as name,
      concat_ws(E'\\n', pg_get_functiondef(oid), pg_get_userbyid(proowner),
        ${rights("coalesce(proacl, acldefault('f', proowner))")}) as definition,
      obj_description(oid, 'pg_proc') as comment
    from pg_proc where pronamespace in ${OURS} and ${isOwn("pg_proc.oid")}`,
  `select format('default privileges %s %s %s', pg_get_userbyid(defaclrole), coalesce(nspname, 'everywhere'),
      defaclobjtype) as name, ${rights("defaclacl")} as definition, null as comment
    from pg_default_acl left join pg_namespace as n on n.oid = defaclnamespace`,
];

/** What differs between two catalogs, one line each; an empty list means that they are the same. */
export function compareCatalogs(left: Catalog, right: Catalog): string[] {
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  return names.flatMap((name) => {
    if (!left.has(name)) return [`only on the right: ${name}`];
    if (!right.has(name)) return [`only on the left: ${name}`];
    if (left.get(name) === right.get(name)) return [];
    return [`different: ${name}\n--- left\n${left.get(name)}\n--- right\n${right.get(name)}`];
  });
}
