-- The root of the log's Merkle tree after each entry (RFC 9162, 2.1.1), written with the entry. `peaks` are the roots of the perfect
-- subtrees, largest first: what the next root is computed from without reading the log again.

CREATE TABLE compliance.audit_roots (
  size  bigint PRIMARY KEY REFERENCES compliance.audit_log (sequence),
  root  text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  peaks text[] NOT NULL CHECK (cardinality(peaks) > 0)
);

CREATE TRIGGER audit_roots_append_only BEFORE UPDATE OR DELETE ON compliance.audit_roots
  FOR EACH ROW EXECUTE FUNCTION compliance.refuse_change();
CREATE TRIGGER audit_roots_no_truncate BEFORE TRUNCATE ON compliance.audit_roots
  FOR EACH STATEMENT EXECUTE FUNCTION compliance.refuse_change();

-- Size and root of the log as it stands: all that whoever anchors it may see.
CREATE VIEW compliance.audit_root AS
  SELECT size, root FROM compliance.audit_roots ORDER BY size DESC LIMIT 1;

-- Where the keeper has a login of its own it may read this view and nothing else here.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'keeper') THEN
    GRANT USAGE ON SCHEMA compliance TO keeper;
    GRANT SELECT ON compliance.audit_root TO keeper;
  END IF;
END
$$;
