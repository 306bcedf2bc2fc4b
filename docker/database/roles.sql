-- Run once by psql as a superuser of the server: the two roles and the database between them.
-- The owner runs migrations; the application reads and writes rows, owns nothing and changes no table.
-- Passwords come from the environment; another name for the database by `--set=database=NAME`.
\set ON_ERROR_STOP on
\getenv owner_password AMPARO_OWNER_PASSWORD
\getenv app_password AMPARO_APP_PASSWORD
\if :{?database} \else \set database amparo \endif

CREATE ROLE amparo_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE amparo_app LOGIN PASSWORD :'app_password';
CREATE DATABASE :"database" OWNER amparo_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO amparo_app;

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO amparo_owner;
GRANT USAGE ON SCHEMA public TO amparo_app;
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO amparo_app;
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO amparo_app;
