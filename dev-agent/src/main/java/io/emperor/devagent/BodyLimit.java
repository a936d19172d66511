package io.emperor.devagent;

/**
 * How large a request may be.
 *
 * @param option the real agent's option that would raise it
 */
record BodyLimit(int bytes, String option) {

  static final BodyLimit GENERAL = new BodyLimit(1 << 20, "limits");
  static final BodyLimit VALUE = new BodyLimit(512 << 10, "kv_max_value_size");
  static final BodyLimit TRANSACTION = new BodyLimit(512 << 10, "txn_max_req_len");

  /** The complaint about a request that is larger, by a length that may be unknown. */
  HttpError tooLarge(long length) {
    return new HttpError(
        413,
        "Request body%s too large, max size: %d bytes. See %s#%s."
            .formatted(
                length < 0 ? "" : "(" + length + " bytes)",
                bytes,
                "https://www.consul.io/docs/agent/options.html",
                option));
  }
}
