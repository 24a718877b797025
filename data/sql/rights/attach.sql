-- A database in memory beside the one that is open, with the same schemas: what may be seen of it.
-- The variable seen of a session has the areas whose unreleased figures are seen, the variable own
-- those whose files are too; without them none is.
ATTACH ':memory:' AS {seen};
CREATE SCHEMA {seen}.plan;
CREATE SCHEMA {seen}.plans;
CREATE SCHEMA {seen}.facts;
CREATE SCHEMA {seen}.current;
CREATE SCHEMA {seen}.rights
