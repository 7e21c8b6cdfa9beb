-- The trap of older hosted projects: whatever `postgres` creates in `public` is open to every API
-- role unless the migration revokes it from each of them by name. On for `npm start`; the database
-- tests run with and without it.
alter default privileges for role postgres in schema public
  grant all on tables to anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on sequences to anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant execute on functions to anon, authenticated, service_role;
