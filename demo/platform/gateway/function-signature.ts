import type { Sql } from "postgres";
import { RestError } from "./rest-error.ts";

/** One SQL function of schema `public`, as far as calling it by argument names needs. */
export interface FunctionSignature {
  readonly arguments: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
  }[];
  readonly returnsSet: boolean;
  readonly returnsVoid: boolean;
}

/** Finds the one function of that name that takes these arguments. */
export type FindFunction = (name: string, given: readonly string[]) => Promise<FunctionSignature>;

/**
 * Creates a lookup that remembers what it found; `forget` is for a function that changed since.
 *
 * The lookup throws {@link RestError} 404 `PGRST202` where no function fits and 300 `PGRST203`
 * where several do.
 */
export function createFunctionLookup(sql: Sql): {
  find: FindFunction;
  forget: (name: string) => void;
} {
  const known = new Map<string, readonly FunctionSignature[]>();
  const find: FindFunction = async (name, given) => {
    const signatures = known.get(name) ?? (await querySignatures(sql, name));
    if (signatures.length > 0) known.set(name, signatures);
    const fitting = signatures.filter((signature) => fits(signature, given));
    const [only] = fitting;
    if (only === undefined) throw missing(name, given);
    if (fitting.length > 1) throw ambiguous(name);
    return only;
  };
  return { find, forget: (name) => void known.delete(name) };
}

/** Input arguments only: the columns of `returns table` stand in the same catalogue arrays. */
async function querySignatures(sql: Sql, name: string): Promise<readonly FunctionSignature[]> {
  return await sql<FunctionSignature[]>`
    select p.proretset as "returnsSet", p.prorettype = 'void'::regtype as "returnsVoid",
      coalesce((
        select json_agg(json_build_object(
          'name', given.name, 'type', format_type(given.type, null),
          'required', given.position <= p.pronargs - p.pronargdefaults) order by given.position)
        from (
          select coalesce(a.name, '') as name, a.type, row_number() over (order by a.place) as position
          from unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes)
            with ordinality as a(name, type, mode, place)
          where a.type is not null and coalesce(a.mode, 'i') in ('i', 'b', 'v')
        ) given
      ), '[]') as arguments
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname = ${name} and p.prokind = 'f'`;
}

function fits(signature: FunctionSignature, given: readonly string[]): boolean {
  const names = new Set(signature.arguments.map((argument) => argument.name));
  return (
    given.every((name) => names.has(name)) &&
    signature.arguments.every((argument) => !argument.required || given.includes(argument.name))
  );
}

function missing(name: string, given: readonly string[]): RestError {
  const parameters =
    given.length === 0
      ? "without parameters"
      : `with parameter${given.length === 1 ? "" : "s"} ${given.join(", ")}`;
  return new RestError(404, "PGRST202", {
    message: `Could not find the function public.${name}(${given.join(", ")}) in the schema cache`,
    details: `Searched for the function public.${name} ${parameters}, but no matches were found in the schema cache.`,
  });
}

function ambiguous(name: string): RestError {
  return new RestError(300, "PGRST203", {
    message: `Could not choose the best candidate function between several public.${name}`,
    hint: "Overloads are not used here: rename one of them.",
  });
}
