-- Append-only audit log. Rows are chained by hash; nothing in it may be changed or removed, by anyone.

CREATE TABLE compliance.audit_log (
  sequence      bigint PRIMARY KEY CHECK (sequence > 0),
  time_micros   bigint NOT NULL,
  actor         text NOT NULL,
  role          text NOT NULL,
  action        text NOT NULL,
  subject       text NOT NULL,
  payload       text NOT NULL,
  previous_hash text NOT NULL UNIQUE CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
  hash          text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$')
);

CREATE FUNCTION compliance.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'compliance.audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON compliance.audit_log
  FOR EACH ROW EXECUTE FUNCTION compliance.refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON compliance.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION compliance.refuse_change();
