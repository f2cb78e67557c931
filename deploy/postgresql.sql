-- Prepares a PostgreSQL database for one county, as a superuser:
--   psql -v ON_ERROR_STOP=1 -v county=yuexi -f deploy/postgresql.sql
-- The owner migrates and owns every table; the application is a lesser role that
-- may append to the ledger and the audit log and change neither.
CREATE ROLE zc_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE zc_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
\password zc_owner
\password zc_app

CREATE DATABASE zhengcun OWNER postgres ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
\connect zhengcun

REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- A temporary table could stand before one of ours in the search path.
REVOKE CONNECT, TEMPORARY ON DATABASE zhengcun FROM PUBLIC;
GRANT CONNECT ON DATABASE zhengcun TO zc_owner, zc_app;

CREATE SCHEMA :"county" AUTHORIZATION zc_owner;
GRANT USAGE ON SCHEMA :"county" TO zc_app;
