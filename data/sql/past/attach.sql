-- A database in memory beside the one that is open, with the same schemas. In schema known each
-- numbered table of facts has one of its name: the number of its newest row that was known then.
ATTACH ':memory:' AS {past};
CREATE SCHEMA {past}.plan;
CREATE SCHEMA {past}.plans;
CREATE SCHEMA {past}.facts;
CREATE SCHEMA {past}.current;
CREATE SCHEMA {past}.known
