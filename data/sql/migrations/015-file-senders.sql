-- Who sent a file, as the sign-on knows the person: whoever sent it is given it back, whatever areas
-- it names. A file that was sent without a sign-on has no row.

CREATE TABLE facts.file_sender (sha256 VARCHAR, person_id VARCHAR);
